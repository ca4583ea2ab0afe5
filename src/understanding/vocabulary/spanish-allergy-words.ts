import { SPANISH_ALLERGENS } from '../../menu/allergens/allergen-words.js';
import type { AllergyWords } from './allergy-words.js';

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));
const CONTAIN =
  '(?:tiene|tienen|lleva|llevan|trae|traen|contiene|contienen|incluye|incluyen|viene con|vienen con|esta hech[oa] con|estan hech[oa]s con)';
const DANGER =
  '\\b(?:se muere|me muero|nos morimos|se puede morir|me puedo morir|lo mata|la mata|me mata|hospital|ambulancia|epipen|choque anafilactico|deja de respirar)\\b';
const EAT = '(?:comer|probar|tomar)';
const THAT = 'eso|esa|ese|esos|esas|esto|esta|este|estos|estas|ella|el|ellos|ellas';

/** Latin American Spanish. */
export const SPANISH_ALLERGY_WORDS: AllergyWords = {
  lexicon: SPANISH_ALLERGENS,
  before:
    /\b(?:(?:alergic[oa]s?|alergias?|intolerantes?|intolerancias?|sensibles?) (?:a|al|de|por|hacia)|(?:no|tampoco) (?:puedo|puede|pueden|podemos|debo|debe|deben|debemos) (?:comer|consumir|ingerir|tolerar)|no toler[aoe]\w*) /,
  beforeAllergen:
    /\b(?:(?:no|tampoco) (?:puedo|puede|pueden|podemos|debo|debe|deben|debemos) (?:tomar|tener|probar|tocar)|(?:no|tampoco) (?:como|come|comemos|comen)|(?:evito|evita|evitan|evitamos|(?:debo|debe|debemos|tengo que|tiene que|tenemos que) evitar)|(?:me|le|se) (?:enferma|hincha|llena de ronchas) (?:si|cuando|con) (?:come|como|toma|tomo|prueba|pruebo)|(?:me|le|nos|les) (?:hace|hacen|cae|caen) (?:mal|dano)|(?:me|le|nos|les) (?:da|dan) alergia) /,
  after:
    /\b(?:alergias?|alergic[oa]s?|intolerantes?|intolerancias?)\b(?! (?:alimentari\w+ )?(?:informacion|menu|lista))/,
  afterAllergen:
    /\b(?:(?:me|le|nos|les) (?:hace|hacen|cae|caen) (?:mal|dano|muy mal)|(?:me|le|nos|les) (?:da|dan) alergia)\b/,
  illness: /\bceliac[oa]s?\b/,
  denied:
    /\b(?:no (?:soy|es|somos|son|tengo|tiene|tenemos|tienen|hay|padezco)|sin|ningun[oa]?|ya no (?:soy|tengo|es)|(?:nadie|ningun[oa] de (?:nosotros|ellos))(?: (?:aqui|en (?:mi|la) [a-z]+))? (?:es|tiene)|olvid\w*|cancel\w*|quit\w*|borr\w*)(?: (?:ningun[oa]?|una|otra|mas|la|esa|mi|de))* $/,
  takesBack: /\b(?:olvid\w*|cancel\w*|perdon|me equivoque|mejor dicho)\b/,
  beforeCorrection:
    /^(?:(?:perdon|espere?|ay|oh|esta mal|me equivoque|disculpe|no(?= (?:no|dije|quise|queria|perdon|es|a|(?:la|el|los|las) )\b)|no(?= [a-z]+ no\b)) )+/,
  corrections: [
    /^(?:no )?(?:es |son )?(?:alergic[oa] )?(?:al? )?(?<not>.+?)(?: no)?(?: no)? (?:dije|quise decir|queria decir|sino|es|son|digo) (?:que )?(?:al? )?(?<what>.+)$/,
    /^(?:dije|quise decir|queria decir|digo) (?:que )?(?:al? )?(?<what>.+?)(?: (?:y )?no (?:al? )?(?<not>.+))?$/,
    /^(?:al? )?(?<not>.+?) no al? (?<what>.+)$/,
  ],
  without: /\b(?:sin|no le ponga\w*|quit\w+) /g,
  wishes:
    /\b(?:sin|no (?:le |les |me )?(?:ponga[ns]?|pongan|pongas|eche[ns]?|use[ns]?)(?:le|les)?|cero|(?<strong>nada (?:de|con|que tenga|que lleve)|nada que (?:tenga|lleve)|(?:que )?no (?:tenga|lleve|contenga)n?(?= [a-z ]{2,24} (?:nada|ningun|por favor)\b)|evite[ns]?|lejos de(?:l)?))(?: (?:nada de|ninguna?|la|el|los|las|de|mucho|ni un|ni una))* /g,
  ofAll:
    /^(?:(?:por favor |para nada )*(?:en|a) (?:nada|todo|ningun[oa]? [a-z]+|ninguno|ninguna|(?:mi|nuestra|su|la|el|toda la|todo el) (?:comida|orden|pedido))|para nada|en absoluto|de ningun tipo)(?: (?:por favor|gracias))*/,
  danger: new RegExp(
    `(?:(?:\\| |, |y |o |porque |si no |pues |que )*)${DANGER}(?: (?:mi|el|la) [a-z]+)?`,
  ),
  insteadOf: /^(?:solo|nada mas|nomas|pero|mejor|deme|dame)\b/,
  polite: set('por favor gracias si y para mi para nosotros favor'),
  deniesAll:
    /^(?:(?:no|ah|espere|perdon|disculpe|en realidad|la verdad|bueno|me equivoque|y|pero|fijese que) )*(?:(?:me )?(?:(?:puede|podria) )?(?:quit\w*|borr\w*|olvid\w*|cancel\w*|elimin\w*)(?: (?:de|lo de))?(?: (?:es[ao]s?|las?|mis?|sus?))+ alergias?(?: por favor| gracias| ya)*|(?:(?:aqui|en (?:mi|la) [a-z]+) )?(?:nadie|ningun[oa](?: de nosotros| de ellos)?) (?:(?:aqui|en (?:mi|la) [a-z]+) )?(?:es alergic[oa](?: a (?:eso|nada))?|tiene (?:ninguna )?alergias?)|(?:ya )?no (?:soy|es|somos|son) (?:en realidad )?alergic[oa]s?(?: a (?:eso|nada))?|(?:mi|el|la) [a-z]+ (?:ya )?no es alergic[oa](?: a (?:eso|nada))?|(?:ya )?no (?:tengo|tiene|tenemos) (?:ninguna )?alergias?|no es (?:una )?alergia|no hay (?:ninguna )?alergias?|sin alergias?)$/,
  around: set(
    'yo soy es somos son tengo tiene tenemos tienen una un la el los las muy grave severa severo fuerte mucho ' +
      'que quien alguien uno una de nosotros con para y pero porque pues ya ademas tambien por cierto ojo ' +
      'sufro sufre padezco padece hola buenas si es un aviso sepa debe saber le aviso dias tardes noches buenos me da dan ' +
      'alimentaria alimentarias enfermedad ah oh eh ay oiga oye mire espere perdon disculpe momento ' +
      'hay en mi nuestra casa familia grupo mesa cuidado',
  ),
  place: /^en (?:mi|la|el|nuestr[oa]) (?:casa|familia|grupo|mesa|fiesta)\b ?/,
  whose: set('mi mis su sus nuestro nuestra'),
  asksWhat: set('que cual cuales hay algo'),
  subjects: set(
    'yo soy es somos son tengo tiene tenemos el ella ellos porque pues ya muy que y pero es | ,',
  ),
  holds: set('tiene tienen lleva llevan trae traen contiene contienen'),
  joints: set('y e o u , ni'),
  determiners: set('la el los las todos todas todo toda cualquier tipo tipos de del al a un una'),
  orders:
    /^(?:quit|cambi|cancel|borr|elimin|d|pon|pong|hag|sac|sa[qc]u|mand|agreg|dej|dig)\w*(?:me|te|se|le|nos)(?:l[aoe]s?)?$|^(?:quit|cambi|cancel|borr|elimin|sa[qc]u)\w*(?:l[aoe]s?)$/,
  stops: set(
    'yo me mi su usted ustedes quiero quisiera queria queremos dame deme das da dar puede puedo podria es son soy ' +
      'era tiene tienen lleva llevan trae hay que cual cuales como cuando donde cuanto si no pero porque para con sin ' +
      'por en uno dos tres cuatro cinco seis siete ocho nueve diez entonces luego tambien ademas ya gracias favor hola ' +
      'bueno mande ponga pongame agregue y o ni e | algo nada mucho muy grave severa comida cosas eso esa ese esto ' +
      'picante',
  ),
  linksBack: set('eso es que porque pues y , | esos esas ya siempre'),
  those: set('eso esa ese esos esas esto estos estas ella ellos ellas'),
  asks: [
    /^(?:que (?:lleva|trae|contiene)|de que (?:es|son|esta hech[oa]))$/,
    /^(?<dish>(?!(?:y )?(?:hay|algo|todo|cosas?|(?:el|la|lo|los|las) (?:de )?que)\b).+?) (?:(?:de )?que (?:lleva|llevan|trae|traen|tiene|tienen|contiene|contienen)|(?:de|con) que (?:es|son|vienen?|va|van|la hacen|lo hacen|las hacen|los hacen|l[oa]s? preparan|se hacen?|se preparan?|esta hech[oa]|estan hech[oa]s))$/,
    new RegExp(`^(?:que|cuales) (?:es lo que |ingredientes |alergenos )?${CONTAIN} (?<dish>.+)$`),
    /^(?:que hay|que viene) en (?<dish>.+)$/,
    /^(?:cuales son |que son |digame |dime )?(?:los |las )?(?:ingredientes|alergenos) (?:de|del|que tiene|que lleva) (?<dish>.+)$/,
    /^de que (?:es|son|esta hech[oa]|estan hech[oa]s) (?<dish>.+)$/,
    /^hay (?:algo de |algun[oa]?s? )?(?<what>.+?) en (?<dish>.+)$/,
    new RegExp(`^${CONTAIN} (?<what>.+?) (?<dish>(?:la|el|los|las) [a-z].*|${THAT})$`),
    new RegExp(`^(?<dish>.+?) (?:no )?${CONTAIN} (?<what>.+)$`),
    /^(?:tiene|lleva|llevan|trae|traen|contiene|contienen) (?<what>.+)$/,
  ],
  asksAllergen: [
    new RegExp(`^${CONTAIN} (?<what>.+)$`),
    /^hay (?<what>.+)$/,
    new RegExp(`^(?<dish>${THAT}) (?:no )?${CONTAIN} (?<what>.+)$`),
    /^(?:(?<dish>.+?) )?(?:es|esta|son|estan) (?:sin|libres? de) (?<what>.+)$/,
    /^(?<dish>(?:la|el|las|los) [a-z ]+?) (?:es|son|cuentan? como) (?:un |una )?(?<what>.+)$/,
  ],
  asksForMine: [
    /^(?!.*\bsin\b.* si [a-z]+$)(?<dish>(?!(?:que|cuales|cuant[oa]s)\b).+?) (?:si |no )?(?:lleva|llevan|tiene|tienen|trae|traen|contiene|contienen)(?: (?:de )?es[oa]s?| algo(?: de es[oa]s?)?| algun[oa]s?)?$/,
    new RegExp(
      `^(?:(?:si )?(?:yo|el|ella|ellos|ellas|nosotros|(?:mi|mis|su|el|la|los|las) (?!que\\b)[a-z]+) )?(?:(?:ya|si|tambien|entonces|asi) )*(?:puedo|puede|podemos|pueden|podria|podrian) ${EAT}(?:l[ao]s?)?(?: (?:(?:el|ella|ellos|ellas)$|(?:mi|mis) [a-z]+))?(?: (?<dish>.+))?$`,
    ),
    new RegExp(
      `^(?:(?<dish>.+?) )??(?:(?:ya|si|tambien|entonces|asi) )*(?:lo|la|los|las) (?:puedo|puede|podemos|pueden|podria|podrian) ${EAT}(?: (?:yo|el|ella|ellos|ellas|sin problemas?|(?:mi|mis|el|la) [a-z]+))*$`,
    ),
    /^(?:(?<dish>.+?) )?(?:me|le|nos) (?:vale|sirve|va bien|cae mal|hace mal|hace dano)$/,
    /^(?:(?<dish>.+?) )?(?:es|esta|son|seria) (?:segur[oa]s?|apt[oa]s?|buen[oa]s?)(?: (?:para|con).*)?$/,
    /^(?:es|esta|son) (?:segur[oa]s?|apt[oa]s?) (?<dish>(?!para\b|con\b).+?)(?: (?:para|con) .*)?$/,
  ],
  asksSame: [
    /^(?!.*\bsin\b.* si [a-z]+$)(?<dish>(?!(?:que|cual|cuales|cuanto|cuanta|como|no|si|se|me|te|quien)\b).+?) (?:lleva|tiene|trae|contiene)n?$/,
  ],
  sameWhat:
    /^(?:eso|esos|esas|de eso|algo de eso|algun[oa]?s?|algo|nada de eso|nada|de esos|de esas|tambien)$/,
  goesOn:
    /^(?!.*\bpara (?:mi|el|ella|ellos|nosotros)(?: [a-z]+)? (?:una?|dos|tres|otr[ao]|el|la|los|las)\b)(?:(?:ah|bueno|ok|okay|gracias|entonces|pero|oiga|este) )*(?:y|o|que hay de(?:l)?|que tal|que me dice de(?:l)?|y que hay de(?:l)?|y que tal|lo mismo (?:con|para))(?: (?:con|de|en|para))? /,
  opensQuestion:
    /(?<= )(?:tiene[n]?|lleva[n]?|trae[n]?|contiene[n]?|hay|que|cuales|el|la|los|las)\b/g,
  beforeQuestion:
    /^(?:(?:h+m+|m+|e+h+m*|ah|ay|uy|oh|a ver|mire|espera|espere(?:me)?|esperate|(?:un )?momento|aguarde|momentito|senorita|senor|joven|por cierto|entonces|antes de (?:pedir|ordenar|eso|nada|seguir)|es que|no(?= (?:pero|espere|espera|oiga|perdon|y)\b)|(?:otra|la ultima) (?:pregunta|cosa|duda)|(?:tengo )?una (?:duda|consulta)|una cosa|buen[ao]s (?:dias|tardes|noches)|buenas|ok|okay|eh|este|bueno|pues|hola|disculpe|perdon|oiga|oye|y|pero|una pregunta|(?:me )?(?:puede|podria) (?:decirme|decir)|me dice|digame|dime|sabe|quisiera saber|quiero saber|si|o sea|ahora|tambien) )+/,
  asksLoosely:
    /^(?:y |oiga |pero )*(?:lleva|tiene|trae|contiene)n? |\b(?:no )?(?:lleva|tiene|trae|contiene)n? (?:algo|nada) de\b/,
  remindsOf:
    /\b(?:anot\w+|apunt\w+|olvid\w+|recuerd\w+|acuerd\w+|sabe[n]?|avis\w+|dije|dijimos|mencion\w+|quedo|verdad)\b/,
  thatDish: new RegExp(
    `^(?:|${THAT}|(?:es[ae]|est[ae]|la|el) (?:platillo|plato|ultim[oa]|mism[oa]))$`,
  ),
  thatKind: /^(?:es[ea]s?|est[ea]s?) /,
  noDish:
    /^(?:ustedes|usted|algo|nada|todo|que|cual|cuales|quien|el menu|menu|la carta|alguno|alguna)\b/,
  beforeWhat:
    /^(?:(?:algo de|un poco de|algun|alguna|algunos|algunas|un|una|la|el|los|las|mucha|mucho|trazas de|de) )+/,
  afterWhat:
    /(?: (?:por favor|gracias|adentro|encima|tambien|o algo(?: (?:asi|parecido|por el estilo|de eso))?|o no))+$/,
  calledSo:
    /\b(?:tacos?|rollos?|rollitos?|tortas?|pastel(?:es)?|tartas?|pays?|galletas?|sopas?|caldos?|ensaladas?|hamburguesas?|empanadas?|croquetas?|malteadas?|licuados?|batidos?|palitos|filetes?|tostadas?) de (?:la |el )?\w+(?: (?:hoy|por favor))*$/,
  servedWith: /\b(?:vienen?|se sirven?|acompanad[oa]s?) con\b/,
  noWhat: /^(?:|que .*|tamanos?|opciones|ofertas?|promociones|descuento|eso|precio|para .*)$/,
};
