import type { NameWords } from './name-words.js';

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));
const RELATIVE =
  'esposo|esposa|hijo|hija|mama|mamá|papa|papá|hermano|hermana|amigo|amiga|novio|novia|jefe|jefa';
const FULFILMENT = 'para (?:recoger|llevar|pasar)|a domicilio|para entrega';

/** Latin American Spanish. */
export const SPANISH_NAMES: NameWords = {
  before: new RegExp(
    `^(?:ehm?|este|bueno|pues|s[ií]|claro|ok|okay|hola|no|y|ah|por favor|dije|mejor|` +
      `(?:mi|el) nombre(?: es| ser[ií]a)?|me llamo|soy|habla|le habla|(?:es )?a nombre de(?: (?:la|el)(?: (?:empresa|compañ[ií]a|oficina|familia))?)?|(?:es )?para|es|ser[ií]a|con|de parte de|` +
      `ponga(?:lo|le)?|p[oó]n(?:lo|le|galo|gale)|puede poner(?:lo)?|ll[aá]m[ea]me|ya (?:le|te|se lo|se l[oa]s?) dije(?: que)?|(?:como )?(?:le|te) dije|aj[aá]|nada m[aá]s|nom[aá]s|solo|solamente|todos me (?:dicen|llaman)|me (?:dicen|llaman)|` +
      `cambi[ae]\\S* (?:el )?nombre a|mi (?:${RELATIVE})(?: se llama)?)(?![\\p{L}])[\\s,.]*`,
    'iu',
  ),
  after: new RegExp(
    `[\\s,.]*(?:\\b(?:por favor|porfa|(?:muchas )?gracias|señor(?:a|ita)?)|\\b(?:est[aá]|va) bien|` +
      `\\b(?:para (?:recoger|llevar)|a domicilio)|\\b(?:y )?(?:eso |con eso )?(?:es|ser[ií]a) todo(?: .*)?|` +
      `\\b(?:como (?:ya )?(?:le|te) dije|nada m[aá]s|nom[aá]s|a secas)|\\b(?:con|sin) (?:(?:una?|doble|dos) )?(?:[a-z](?:es|s)?|jota|erre|ere|ele|eme|ene|efe|ge|hache|ka|be|uve|ve|zeta|seta|ese|ce|cu|equis|[iy] griega|ye|elle|eñe)(?: (?:de|no|y) .*|(?: (?:chica|corta|pequeña|grande|larga|alta|baja))?$)|\\b(?:con|sin) (?:acento|tilde|may[uú]scula|doble|h\\b|hache|guion|guión)(?: .*)?$|\\by (?:mi|el) (?:tel[eé]fono|n[uú]mero).*|\\b(?:\\d|uno|dos|tres))[.!?,\\s]*$`,
    'iu',
  ),
  // "I de o" are three letters.
  letter:
    /\b([a-z]) (?:de|como) (?!(?:e[fst]e|e[lmnr]e|erre|hache|jota|equis|zeta|uve)\b)[a-z]{3,}\b/g,
  double: /\bdoble (?!u\b|v\b)([a-z])\b/g,
  lettersOfWords: [
    [/\b(?:se (?:lo|la) )?deletre[oa]\b|\bse (?:escribe|deletrea)\b/g, ' '],
    [/\bi griega\b/g, 'y'],
    [/\bi latina\b/g, 'i'],
    [/\b(?:doble (?:u|uve|ve|v)|(?:uve|ve) doble)\b/g, 'w'],
    [/\b(?:be|b|ve|v) (?:grande|larga|alta)\b/g, 'b'],
    [/\b(?:ve|v|be|b) (?:chica|corta|pequena|baja)\b/g, 'v'],
  ],
  letters: new Map(
    'be b,ce c,de d,efe f,ge g,hache h,jota j,ka k,ele l,eme m,ene n,eñe ñ,pe p,cu q,erre r,ere r,ese s,te t,uve v,ve v,equis x,ye y,zeta z,seta z'
      .split(',')
      .map((pair) => pair.split(' ') as [string, string]),
  ),
  never: set(
    'que cual cuales como cuando donde quien cuanto cuanta cuantos por para porque ya le lo dije dijo no si es esta estan son era ' +
      'puede puedo podria quiero quisiera queria necesito dame deme agregue agrega agregar pedir ordenar pedido orden comida ' +
      'menu pizza pizzas mal incorrecto correcto equivocado nada ninguno ninguna siempre mismo misma igual perdon disculpe hola ' +
      'bueno oiga oye espere espera momento gracias ok okay eh este se me te nos yo usted ustedes mi su nombre nombres importa ' +
      'cancelar cancele cambiar cambie quitar quite mierda carajo chinga pinche puta pendejo idiota estupido y o pero rapido ' +
      'despacio fuerte repetir repita otra otro vez telefono numero tarjeta efectivo pagar tiempo mucho listo lista recoger ' +
      'domicilio entrega un una unos unas el la los las al con sin en hoy ahora manana noche tarde comer cenar fiesta familia ' +
      'celiaco celiaca alergico alergica vegano vegana vegetariano vegetariana diabetico diabetica intolerante embarazada ' +
      'nuevo nueva cliente vecino vecina espanol ingles de del aqui ' +
      'todos alguien persona claro seguro bien perfecto casi tal quizas mas menos algo todo uno dos tres cuatro cinco seis ' +
      'siete ocho nueve diez minutos hora horas loco ridiculo terrible llevar oficina trabajo amigos ninos cualquiera ' +
      'alergico alergica vegano vegana vegetariano vegetariana celiaco celiaca intolerante diabetico diabetica cliente nuevo ' +
      'nueva grande chica mediana chico mediano grandes chicas recojo recogerlo paso vengo voy compartir esposo esposa hijo hija ' +
      'mama papa hermano hermana novio novia caro cara tarde temprano ay ah oh uy huy ups epa ea eh hala anda ' +
      'vaya venga hijole caray caramba ostras jo jolin jolines uf uff puf ja jaja oy ojo dios anda tambien ademas luego despues adelantado pronto' +
      ' echale echele ponme piso apartamento departamento depto timbre edificio puerta interior torre porton esa esas ese esos estas estos eso please thank thanks you yes yeah atras veinte quince treinta cuarenta cuarenta media cuarto delivery pickup pick up takeout carryout recogerla recogerlas recogerlos recogemos buscarla buscarlo llevarla llevarlo comerla envio hijita hijito mijo mija corazon',
  ),
  joins: set('y e'),
  either: set('o u'),
  around: set(
    'vale okey listo mira mire digo dijimos este pues ponga pongale pon ponle pongalo ponlo nada nadamas solo solamente poner apunte apuntelo ' +
      'anote anotelo seria sera fue habla soy llamo dicen llaman senor senora senorita don dona creo digamos anterior antes',
  ),
  noName: set('un una el la los las mi mis su sus tu este esta ese esa'),
  asks: /^(?:(?:y|este|eh|pues) )*(?:necesita[ns]?|quiere[ns]?|le doy|te doy) (?:mi|un|el) nombre(?: tambien)?$/,
  why: /\b(?:por que|para que)\b.*\bnombre\b/,
  given:
    /(?<![\p{L}])(?:y )?(?:me llamo|(?:mi|el) nombre (?:es|ser[ií]a)|(?:es |va |p[oó]nga(?:lo|la)? |p[oó]n(?:lo|la) )?a nombre de(?:l| la| el)?(?: (?:empresa|compañ[ií]a|oficina|familia))?|ll[aá]m[ea]me) /iu,
  mayBeGiven:
    /(?<![\p{L}])(?:es para|(?<=para (?:recoger|llevar),? |a domicilio,? |pedido |orden )para) /iu,
  introduced:
    /(?<![\p{L}])(?:[Ss]oy|(?:[Ll]e )?[Hh]abla|de parte de) (?=\p{Lu})|(?<!\p{L})(?:soy|habla) (?=\p{L}+(?: \p{L}+)?(?: (?:quiero|quisiera|para|una?|me|dame|deme|y|dos|necesito)(?!\p{L})|[.,]))/u,
  atEnd:
    /(?<!\p{L})(?:para|soy|habla) (?=(?!\p{Ll}*(?:[aei]r)(?:l[aeo]s?|me|nos|se)?(?:$|[ .]))[\p{L}-]+(?: [\p{L}-]+)?[.!]?$)/u,
  underAtEnd: /(?<!\p{L})(?:a nombre de|soy) (?=[\p{L}-]+(?: [\p{L}-]+)?[.!]?$)/iu,
  corrects: new RegExp(
    `^(?:(?:no|perd[oó]n|espere|s[ií]|pero|ay|bueno|mejor|mire|oiga)[\\s,.]+)*` +
      `(?:(?:es|soy|nada m[aá]s|nom[aá]s|solo|solamente|dije|me llamo|que sea|(?:mi|el) nombre es|a nombre de|p[oó]n(?:ga|)(?:lo|le|la)?|` +
      `c[aá]mbi\\S* a|mi (?:${RELATIVE})|se llama|con)[\\s,.]+)+`,
    'iu',
  ),
  forWhom: new RegExp(`^(?:${FULFILMENT})\\b`),
  none: /^(?:omitir|sin nombre|no dar nombre|ninguno|prefiero no|mejor no)\b/,
  withLetter: /\bcon (?:la )?([a-z])\b(?! (?:de|como))/,
  wrong:
    /^(?:no )?(?:(?:el|mi) nombre (?:esta|es) (?:mal|incorrecto|equivocado)|ese no es mi nombre|no es mi nombre|nombre equivocado|cambi\w* (?:el|mi) nombre)$/,
  meantNot: /^(?:(?:no|es|soy|me llamo|el nombre es|mi nombre es|dije) )*(.+?),? no (.+)$/,
  notBut: /^(?:no )?(?:es|soy) (.+?) (?:sino |es |soy |me llamo )+(.+)$/,
};
