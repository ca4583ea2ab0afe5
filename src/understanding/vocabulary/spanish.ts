import { singular, words } from '../../menu/plain-words.js';
import { SPANISH_TIMES } from '../../menu/ready/spanish-times.js';
import { SPANISH_SPOKEN } from '../../menu/spoken/spanish.js';
import { SPANISH_TRANSLATIONS } from '../../menu/spoken/spanish-translations.js';
import { SPANISH_ALLERGY_WORDS } from './spanish-allergy-words.js';
import { SPANISH_DIET_WORDS } from './spanish-diet-words.js';
import { SPANISH_CUSTOMER } from './spanish-customer.js';
import { SPANISH_BUSINESS } from './spanish-business.js';
import { SPANISH_DETAILS } from './spanish-details.js';
import { SPANISH_FULFILMENT } from './spanish-fulfilment.js';
import { SPANISH_NAMES } from './spanish-names.js';
import { SPANISH_ANSWERS } from './spanish-answers.js';
import { SPANISH_CHAT, SPANISH_HESITATION, SPANISH_TALK } from './spanish-talk.js';
import { SPANISH_CLAUSES } from './spanish-clauses.js';
import { SPANISH_THINGS } from './spanish-things.js';
import { SPANISH_WISHES } from './spanish-wishes.js';
import { SPANISH_EVERYDAY, SPANISH_MEASURES, SPANISH_STORIES } from './spanish-everyday.js';
import { SPANISH_COLLOQUIAL, spanishBaseForms } from './spanish-colloquial.js';
import { SPANISH_ASIDES } from './spanish-asides.js';
import { SPANISH_CHANGES } from './spanish-changes.js';
import { SPANISH_RECOUNTS } from './spanish-recounts.js';
import { SPANISH_CANCELS_ALL, SPANISH_MOVES } from './spanish-moves.js';
import { SPANISH_CORRECTIONS } from './spanish-corrections.js';
import { SPANISH_QUESTIONS } from './spanish-questions.js';
import type { Vocabulary } from './vocabulary.js';

const PERSON =
  '(persona|humano|alguien|operador|operadora|agente|representante|gerente|encargad[oa]|emplead[oa]|meser[oa]|asesora?|ejecutiv[oa])';
const YES =
  'si|sip|yes|yeah|yep|dele|eso mismo|hagale|hagale pues|listo pues|aja|orale|arre|sobres|eso mero|asi mero|asi mismo|sale y vale|supongo que si|creo que si|me parece que si|simon|andale|claro|claro que si|por supuesto|correcto|exacto|exactamente|asi es|de acuerdo|(esta|todo|todo esta|muy|va|me parece) (bien|perfecto|correcto)|perfecto|bien|ok|okay|okey|vale|sale|dale|va|confirmo|confirmado|afirmativo|adelante|desde luego|es correcto|seguro|hagalo|hazlo|eso es';
const NO =
  'no|nop|casi|no exactamente|no del todo|nel|nada|para nada|negativo|incorrecto|mal|esta mal|(eso )?no es correcto|no esta (bien|correcto)|ningun[oa]|todavia no|aun no|mejor no|olvidel[oa]|olvidal[oa]|dejel[oa]|dejal[oa]|no quiero|asi no|no es asi|(esta )?equivocado';
const POLITE_WORDS = 'por|favor|porfa|muchas|gracias|senor|senora|senorita';
/** Nothing but these single words is in a yes or a no: each fits in one way, so matching is quick. */
const YES_WORDS = `${POLITE_WORDS}|si|sip|yes|yeah|yep|please|dele|hagale|listo|aja|orale|arre|sobres|mero|pues|y|ya|supongo|creo|simon|andale|claro|que|supuesto|correct[oa]|exacto|exactamente|asi|es|de|acuerdo|esta|todo|muy|va|me|parece|bien|perfect[oa]|ok|okay|okey|vale|sale|dale|confirmo|confirmado|afirmativo|adelante|desde|luego|eso|seguro|hagalo|hazlo|el|la|pedido|orden|mismo`;
const NO_WORDS = `${POLITE_WORDS}|no|nop|casi|exactamente|del|todo|nel|nada|para|negativo|incorrecto|mal|esta|eso|es|correcto|bien|ningun[oa]|todavia|aun|mejor|olvidel[oa]|olvidal[oa]|dejel[oa]|dejal[oa]|quiero|asi|equivocado`;
const ORDER = '(pedido|orden)';
const TENS = 'treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa';
/** What a dish can have more or less of. */
const INGREDIENT =
  'queso|salsa|tomate|ajo|cebollas?|aceite|aceitunas?|pimientos?|champinones|sal|hielo|aderezo|mantequilla|albahaca|chile|crema|picante';

/** Common words as they are written, by the form in which they are compared: "piña" by "pina". */
const WRITTEN: ReadonlyMap<string, string> = new Map(
  Object.values(SPANISH_TRANSLATIONS)
    .flatMap((said) => said.split(/[ |]/))
    .flatMap((word) => [
      [words(word).join(' '), word],
      [words(word).map(singular).join(' '), word],
    ]),
);

/** Words as they are compared. */
const set = (said: string): ReadonlySet<string> => new Set(said.split(' ').map(singular));

/** Latin American Spanish. */
export const SPANISH: Vocabulary = {
  spoken: SPANISH_SPOKEN,
  times: SPANISH_TIMES,
  hints: (
    'sí|no|es todo|no gracias|para recoger|a domicilio|mi pedido|menú|operador|' +
    'una persona|repetir|regresar|chica|mediana|grande|media docena|una docena|la mitad|' +
    'extra'
  ).split('|'),
  yesNoHints: 'sí|no|claro|así es|es correcto|está mal|sí por favor|no gracias'.split('|'),
  numbers: {
    units: (
      'cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince ' +
      'dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres ' +
      'veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve'
    ).split(' '),
    tens: 'veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa'.split(' '),
    amounts: [
      [/\b(?:dos|2|un par de) docenas(?: de)?\b/g, '24'],
      [/\b(?:tres|3) docenas(?: de)?\b/g, '36'],
      [/\bmedia docena( de)?\b/g, '6'],
      [/\b(?:cuatro|4) docenas(?: de)?\b/g, '48'],
      [/\bdocena y media( de)?\b/g, '18'],
      // No size of the menu that is named so is taken for another one.
      [/\bextra (grande|chica)s?\b/g, 'extra$1'],
      [/\b(una )?docena( de)?\b/g, '12'],
      [/\b(?:a |una? )?dozen(?: of)?\b/g, '12'],
      [/\btwo\b/g, '2'],
      [/\bthree\b/g, '3'],
      [/\bfour\b/g, '4'],
      [/\bun par( de)?\b/g, '2'],
      [/\bveinti(una|un)\b/g, 'veintiuno'],
      [new RegExp(`\\b(${TENS}) y (?:una|un)\\b`, 'g'), '$1 uno'],
      [
        new RegExp(`\\b(${TENS}) y (?=uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)`, 'g'),
        '$1 ',
      ],
    ],
    sounds: new Map([
      ['una', '1'],
      ['un', '1'],
    ]),
    // No number sounds like another word.
    soundsBeforeDish: null,
    ordinals: 'primera segunda tercera cuarta quinta sexta septima octava'.split(' '),
    before:
      /^(el |la |lo |los |las |opcion |numero |tecla |marco |presiono |quiero |quisiera |de )+/,
    after: /( por favor| gracias| opcion)+$/,
    single: ['una', 'un', 'solo una', 'solo un', 'nada mas una', 'nada mas un', 'solo 1'],
  },
  colloquial: [...SPANISH_ASIDES, ...SPANISH_COLLOQUIAL],
  commands: [
    ['cancel', SPANISH_CANCELS_ALL],
    ...SPANISH_TALK,
    ['business', SPANISH_CUSTOMER.asksPlace],
    ['business', SPANISH_BUSINESS.minimum],
    ['business', SPANISH_BUSINESS.fee],
    ['done', SPANISH_BUSINESS.enough],
    ['business', SPANISH_BUSINESS.asksReady],
    ['business', SPANISH_BUSINESS.asksArea],
    [
      'robot',
      /\b(?:eres|es|usted es|estoy hablando con|hablo con) (?:usted |tu )?(?:un|una) (?:robot|maquina|computadora|grabacion|persona(?: real)?|humano)\b/,
    ],
    [
      'wait',
      /^(?:(?:perdon|disculpe|por favor|ay|eh+|no|oiga|oye) )*(?:(?:esper[ae]|aguant[ae])(?:me|te|se|nos)?(?: tantito)?|un (?:momento|momentito|segundo|minuto|ratito)|deme un (?:momento|segundo|minuto)|dejeme (?:pensar|ver|preguntar)|dejame (?:pensar|ver|preguntar))(?: (?:por favor|un|momento|momentito|segundo|minuto|tantito|gracias|dejeme .*|dejame .*))*$/,
    ],
    [
      'payment',
      /\b(?:acepta\w*|reciben?|puedo pagar|podemos pagar|se puede pagar|toman)\b.*\b(?:tarjetas?|credito|debito|efectivo|visa|transferencia)\b|\bcomo (?:puedo |se |le )?pag(?:o|ar|a)\b|^(?:con )?tarjeta(?: de (?:credito|debito))?$/,
    ],
    [
      'ready',
      /\b(?:ya )?esta list[ao] (?:mi|el|la) (?:pedido|orden|pizza|comida)\b|\b(?:mi|el|la) (?:pedido|orden|comida) (?:ya )?esta list[ao]\b|\bdonde (?:esta|viene|va) (?:mi|el|la) (?:pedido|orden|comida)\b|\bcuando (?:llega|estara|esta|sale) (?:list[ao] )?(?:mi|el|la) (?:pedido|orden|comida)\b/,
    ],
    [
      'person',
      new RegExp(`^(un |una |el |la |con |a )*${PERSON}( real| de verdad| humana| por favor)*$`),
    ],
    [
      'person',
      new RegExp(
        `\\b(hablar|hable|comunic\\w*|transf\\w*|pas[ae](me)?|pongame|ponme|quiero|necesito|dame|deme)( hablar| a| con| un| una| el| la)* ${PERSON}\\b`,
      ),
    ],
    [
      'repeat',
      /^((me )?(puede |puedes |podria )?(me )?(lo )?(repi\w+|repeti\w+)|otra vez|de nuevo|una vez mas|como|como dijo|que|que dijo|que dijiste|(?:cuales|que) (?:eran|son|eran?) las opciones|mande|perdon|disculpe|no (le |te )?(escuche|oi|entendi))( lo| la| eso| la pregunta| por favor| otra vez| de nuevo)*$/,
    ],
    [
      'repeat',
      /^(hola|bueno|alo|oiga|buen dia|buen[oa]s (dias|tardes|noches))( (buen dia|buen[oa]s (dias|tardes|noches)))*$/,
    ],
    [
      'main',
      /^(volver |regresar |vuelva |regrese |ir )?(al? |el )?(menu principal|inicio|principio)$/,
    ],
    [
      'back',
      /^(volver|vuelva|regresar|regrese|regresa|anterior|lo anterior|la pagina anterior|(para |hacia )?atras|(volver|regresar|ir) (hacia |para )?atras)$/,
    ],
    [
      'next',
      /^(mas|siguientes?|(la )?siguiente pagina|(los |las )?(otr[oa]s|demas|siguientes)|mas opciones|(que|cuales) (mas|otr[oa]s)( hay| tienen?)?|continuar|continue|continua|sig[au]e?)$/,
    ],
    [
      'help',
      /^(ayuda|ayud[ae]me|(necesito|quiero) ayuda|que puedo (decir|hacer)|como funciona( esto)?)$/,
    ],
    [
      'keys',
      /^(?:(?:las|los|el|mis|usar|con|que|cuales|dime|son|hay) )*(?:teclas?|teclado|botones|boton)(?: (?:por favor|hay|marco|puedo marcar|tengo))*$|^que (?:tecla )?(?:marco|puedo marcar|debo marcar|tengo que marcar)$/,
    ],
    [
      'done',
      /^((?:no|si|ya|y|asi|(?:esta )?bien|de acuerdo|perfecto|muy bien|excelente|aja|pues|bueno|ok|okay|orale|sale|listo|vale|va|dale|este|mire) )*((muchas )?gracias )*((eso|esto|con eso) (es|seria|sera) tod?o?|(?:eso|esto) seria|(?:(?:es|seria|sera) )?todo lo que (?:quiero|queremos|necesito|necesitamos|pido|pedimos|ocupo|(?:voy|vamos) a (?:querer|pedir|llevar))|es to(?:do|o)?|seria todo|sera todo|todo|nada mas|no mas(?: nada)?|mas nada|nomas(?: eso| esto)?|creo que (?:es|seria) todo|eso (nada mas|nomas)|(solo|solamente|nada mas|nomas|puro|pura|puras) (eso|esto|esas?)|con eso( (estamos|basta|tengo|tenemos|esta bien))?|(?:ya asi|asi ya|ya seria|y ya)|asi (nada mas|nomas|esta bien|esta perfecto|la dejamos|lo dejamos)|es lo unico|ya no|ya (termine|estuvo|quedo|esta|estaria|con eso)|seria lo unico|por ahora (no|nada)|de momento (no|nada)|termine|terminar|listo|ya|asi dejal[oa]s?|asi dejel[oa]s?|(ya )?no (quiero|queremos) nada( mas)?|pagar)( (muchas )?gracias| por favor| por ahora| de momento| seria todo| es todo)*$/,
    ],
    [
      'done',
      new RegExp(
        `\\b(termin\\w*|finali\\w*|complet\\w*|confirm\\w*|envi\\w*|mand\\w*|realic\\w*|realiza\\w*|cerrar|cierr\\w*|hag\\w*|haz)( ya)? (el|mi|la|este|esta) ${ORDER}\\b`,
      ),
    ],
    ['yes', new RegExp(`^(?=.*\\b(${YES})\\b)((${YES_WORDS})( |$))+$`)],
    ['no', new RegExp(`^(?=.*\\b(${NO})\\b)((${NO_WORDS})( |$))+$`)],
    [
      'cancel',
      new RegExp(
        `^(?:(?:no|si|ay|oiga|oye|perdon|pues|bueno|ya|mejor|sab[ea]s? que|fij[ea](?:se|te) que|todo) )*(cancel\\w*|borr\\w*|elimin\\w*|anul\\w*)( (todo|mi|el|la|este|esta|${ORDER}|completo|completa|enter[oa]))*$|^(?:(?:no|mejor|ya) )*(quit\\w*|sac\\w*|olvid\\w*) (de )?tod[oa]( (el|la|mi) ${ORDER})?$|^(volver a )?(empezar|comenzar)( todo)?( de nuevo| otra vez)?$`,
      ),
    ],
    [
      'view',
      new RegExp(
        `^cambiar algo( mas)?$|^(ver |oir |escuchar |leer |lea(me)? |lee(me)? |dig[ao]me |dime |cual es |como va |como esta |revisar |cambiar |modificar )*(mi|el|la) ${ORDER}( hasta (ahora|el momento))?$|^que (hay|tengo|llevo) en (mi|el|la) ${ORDER}$`,
      ),
    ],
    [
      'view',
      /^(?:(?:decir|repetir|recordar|leer|dime|digame|diga|repite|repita)(?:me)? )*(?:lo )?que (tengo|llevo|he pedido|hemos pedido|pedi|pedimos|llevamos|tenemos|va|hay)( hasta (ahora|el momento)| pedido)?$|^(?:(?:eso|todo|esto|entonces) )*(?:en )?cuanto (?:(?:me|nos|le|te|se) )?(es|seria|sera|llevo|va a ser|va a costar|vas? a cobrar|van a cobrar|costara|vendria (?:siendo|a ser)|viene siendo|va|vamos|debo|cuesta|sale|saldria|costaria|hace|sumaria)(?: (?:todo )?eso)?( (en |el )?(total|todo))?( hasta (ahora|el momento))?$|^cuant[oa]s (?!minutos|horas)(?:\w+ )?(?:llevo|llevamos|tengo|tenemos|van|he pedido|hemos pedido|pedi|pedimos|me puso|lleva)(?: (?:hasta (?:ahora|el momento)|en (?:el|mi) pedido|ya))?$|^(el |cual es el )?total$|^cuanto (?:era|dijo|fue|me dijo)(?: que (?:era|es))?(?: (?:el |en )?total)?$|^(?:lea|leame|repita) (?:mi|el) pedido$|^(?:es|ya|eso|esto|el total| )*(?:con|incluye|mas|sin) (?:los |el )?(?:impuestos?|iva)$/,
    ],
    [
      'business',
      /\b(horarios?|abren|abre|cierran|cierra|abiert[oa]s?|cerrad[oa]s?|direccion|ubica\w*|donde (estan|esta|quedan?)|cuanto (?:se |me )?(tard\w+|demor\w+|tiempo)|en cuanto (?:esta|estaria|sale|queda)(?! (?:la|el|las|los|una?) (?!pedido|orden|comida|entrega|pizzas?$))|telefono|estacionamiento|(?:a|hasta|desde) que hora)\b|\b(hacen|hace|tienen|tiene|hay) (el )?(entregas?|envios?|reparto|servicio) ?(a domicilio)?$|\bcuanto .*\b(envio|entrega|domicilio)\b/,
    ],
    [
      'offers',
      /\b(apli(?:c|qu)\w+|como funcionan?|en que consisten?|ofertas?|promocion|promociones|promos?|descuentos?|cupon|cupones|especiales)\b/,
    ],
    [
      'browse',
      new RegExp(
        `^(el |su |la )?(menu|carta)$|\\b(oir|escuchar|leer|lea|leame|ver|cual es|dime|digame|conocer|en|hay en|regalas?|pasas?|das?|dices?|dar|pasar) (el |su |la )?(menu|carta)\\b|^que (?:mas |otras? cosas? )?(tienen?|hay|venden|vende|ofrecen?|me recomiendan?|puedo (pedir|ordenar)|sirven|manejan)( de (comer|comida|menu))?( hoy)?$|^((hacer|poner|empezar|comenzar|levantar) )?(un |una |otro |otra |nuevo |nueva )?${ORDER}( nuevo| nueva)?$|^(ordenar|pedir)( algo| comida)?( mas| ahora)?$|^algo mas$|^otra cosa$|^(agregar|anadir|pedir|ordenar) (algo|otra cosa|mas)( mas)?$`,
      ),
    ],
    [
      'goodbye',
      /^(?:(?:no|ya|bueno|ok|okay|pues|muchas|gracias|es|todo|nada|mas|entonces|me tengo que ir|tengo que (?:irme|colgar|salir)|me voy) )*(adios|me tengo que ir|tengo que (?:irme|colgar)|ya me voy|hasta luego|bye|chao|chau|colgar|cuelgo|nos vemos|hasta pronto|luego (le |les )?(llamo|hablo))( .*)?$/,
    ],
  ],
  clauses: SPANISH_CLAUSES,
  recounts: SPANISH_RECOUNTS,
  moves: SPANISH_MOVES,
  chat: new RegExp(`^(?:(?:${SPANISH_CHAT}) ?)+$`),
  hesitates: SPANISH_HESITATION,
  answers: SPANISH_ANSWERS,
  polite: {
    before:
      /^(una cosa mas|que (?:onda|hubo|tal)|quiubo|uy|huy|ay|(?:(?:todo )?(?:esta|muy|todo) (?:bien|correcto|perfecto)|correcto|perfecto|asi es|de acuerdo|exacto|eso es)(?= (?:pero|nada mas|nomas|solo|solamente|menos|excepto|mejor|aunque|ay|no)\b)|menos(?= (?:el|l[ao]s?) )|(?:nada mas|nomas|solo|solamente) que(?= (?:el|l[ao]s?|a|en) )|fij[ea](?:se|te) que|sab[ea]s? que|(?:esta|muy) bien(?= (?:quiero|quisiera|deme|dame|un|dos|tres|entonces|pues)\b)|orale|sale|aja|(?:le|te) encargo|me encargas?|(?:apunt|anot)[ae](?:me|le)?|ech[ae]me|(?:ponme|pongame|me pon(?:e|es|ga|gas))(?= (?:un[ao]?s?|1|dos|tres|cuatro|cinco|seis|siete|ocho|media|otr[ao])\b)|me (?:va|vas) a (?:dar|poner|traer)|joven|amig[oa]|jefe|che|eh+m?|ya(?= (?:sin|no) )|que tal(?: si)?|como esta(?:s|n)?|que te parece|seria posible|es posible|sera que|habra chance de|se puede|me podria[ns]?|pedir|ordenar|dar|poner|espere?|este|bueno|pues|a ver|mir[ae]|oig[ae]|oye|hola|buen dia|buen[oa]s (?:dias|tardes|noches)|disculpe|perdon|por favor|si|ok|okay|claro|y|pero|entonces|ah|tambien|(?:me )?(?:puede|puedes|podria|podrias)|puedo|podemos|quiero|quisiera|queria|queremos|quisieramos|(?:me|nos) gustaria|deseo|necesito|(?:voy|vamos) a (?:querer|pedir)|creo que|solo|solamente|nada mas(?! (?:vale|va|eh|sale|listo|ok|okay|ya|gracias|porfa)\b)|dame|deme|me da|me das|regaleme|regalame|que(?= mejor )|no(?= (?:perdon|disculpe|que mejor|mejor|sab[ea]s? que|dej[ae]l[ao]s?|cambi|agreg|pon|haz|haga|que sean?|puede|me puede|quisiera|dame|deme|es|son) )) /,
    after:
      /(?<!\baccion de) (dije|digo|pues|siempre|please|por favor|por fa|porfa|porfavor|porfis?|porfita|plis|eh|andale|orale|(?<!\b(?:con|no|que|cuanto|lo|la|muy) .*)(?:vale|va|sale|dale|listo)|(?:muchas )?gracias|ahora|por ahora|entonces|senor|senora|senorita|mejor|nada mas|de favor)$/,
  },
  questions: SPANISH_QUESTIONS,
  food: {
    prepared: [
      [
        /(?<!\p{L})(?:con|ponl\p{L}*|p[oó]nga\p{L}*) (?:la |el |los |las )?(\p{L}+) en (?:vez|lugar) (?:de |del )(?:la |el |los |las )?(\p{L}+)/giu,
        'con $1 sin $2',
      ],
      [
        /(?<!\p{L})en (?:vez|lugar) (?:de |del )(?:la |el |los |las )?(\p{L}+),? (?:con|ponl\p{L}*|p[oó]nga\p{L}*|[eé]ch\p{L}*|que lleve|quiero|le pon\p{L}*) (?:la |el |los |las )?(?=\p{L})/giu,
        'sin $1 con ',
      ],
      // Bits of English around dishes: "can I get a large pepperoni y una coca".
      [
        /\b(?:(?:yes|yeah|hello|hi|so|um) )*(?:(?:can|could|may) (?:i|you|we)|let me|i want|i need|i(?:'ll| will) (?:have|take)|i(?:'d| would) like|give me)(?: (?:please|get|have|order|do|make|give me|to get|to order))*\b/gi,
        ' ',
      ],
      [/\bplease\b/gi, ' '],
      [/\b(?:and|plus)\b/gi, ' y '],
      [/\bwith\b/gi, ' con '],
      [/\bwithout\b/gi, ' sin '],
      [/[,;](\s|$)/g, ' y '],
      // "Una pepperoni y una hawaiana, las dos grandes".
      [
        /(?<=\w \w+ )l[ao]s (?:dos|tres|cuatro) (?=(?:chic|median|grand|familiar|con|sin)\w*)/gi,
        'todas ',
      ],
      [/\b(a|para) (domicilio|llevar|recoger)\b/gi, ' '],
      [/\bpor favor\b/gi, ' '],
      [/\b(?:de |d)?el mismo tama[nñ]o\b/gi, ' mismotamano '],
      [
        /\b(?:l[ao] |el )(?:primer|segund|tercer|otr)[ao]? (?=(?:en |que sea |de )?(?:chic|median|grande|con|sin)[ao]?\b)/gi,
        'una ',
      ],
      [
        /\ben (?:vez|lugar) de (?:el |la |los |las )?(\p{L}+),? (?:y )?(?:me |le )?(?:p[oó]n\p{L}*|con|[eé]ch\p{L}*|agr[eé]g\p{L}*|que lleve)(?: con)? (?:el |la |los |las )?(?!un|dos|tres)/giu,
        ' sin $1 con ',
      ],
      [
        /\bl[ao]s (?:dos|tres|cuatro)(?= (?:con|sin|bien|chic|median|grand|peque|familiar))/gi,
        'ambas',
      ],
      [
        /(?<!\p{L})(\p{L}+) en (?:vez|lugar) de (?:el |la |los |las )?(\p{L}+)/giu,
        ' con $1 sin $2 ',
      ],
      [
        /\b(?:no )?(?:me |nos )?falt(?:a|an|[oó]|aron)\b(?= (?:un|dos|l[ao]s?|el|mi|otr)\w*)/gi,
        ' ',
      ],
      [
        /\b(alitas|alas|nudos|palitos|deditos|nuggets|rollos|bolitas)((?: de)? \p{L}+)? de (seis|ocho|diez|doce|veinte|veinticuatro|media docena|una docena|\d+)\b/giu,
        '$3 $1$2',
      ],
      [/\bcon todo (?:menos|excepto)\b/gi, 'sin'],
      [/\bcambi[eé] de opini[oó]n\b/gi, ' '],
      [/\bnada m[aá]s\b/gi, ' '],
    ],
    wishes: [
      [/\b((?:bien|muy|poco|mas|menos|no (?:muy|tan)) (?:hech|cocinad)[oa]s?)\b/g, '$1'],
      ...SPANISH_THINGS,
      [
        new RegExp(
          `\\b(?:con )?(?:muy )?(poc[oa]|poquit[oa]|menos)(?: de)? (${INGREDIENT})\\b`,
          'g',
        ),
        '$1 $2',
      ],
      [new RegExp(`\\b(?:no|sin) (?:tan|tant[oa]|much[oa]) (${INGREDIENT})\\b`, 'g'), 'menos $1'],
      [
        /\b((?:bien|muy|super|medio|no (?:muy|tan)|un poco|un poquito|poco|mas) (?:cocid|dorad|tostad|hornead|quemad|crujient|calient|frit|asad)(?:it)?(?:[oa]|e)s?|(?:no (?:muy|tan)|un poco|un poquito|poco) (?:picos|picant|salad|cargad)(?:it)?(?:[oa]|e)s?|(?:dorad|tostad|crujient|calient)it[oa]s?|crujientes?|termino medio|extra picante)\b/g,
        '$1',
      ],
      [
        /\b(?:que la (?:cort|part)\w+|cortad[oa]s?|partid[oa]s?|rebanad[oa]s?|cort[ea]la|part[ea]la) en ((?:\w+ )?(?:cuadr\w+|rebanad\w+|porciones|pedazos|trozos|tiras|triangulos|mitades|dos|cuatro|seis|ocho|diez|doce))\b/g,
        'cortada en $1',
      ],
      ...SPANISH_WISHES,
      [/\b((?:menos|mas) (?:picos[oa]|picante|salad[oa]|dulce|dorad[oa]))\b/g, '$1'],
      [/\bsin (cortar|hielo|sal|cubiertos|servilletas|popotes?|limon)\b/g, 'sin $1'],
      [
        /\b(?:con )?(?:el |la )?(salsa|aderezo|queso|cebolla|mantequilla) (?:aparte|por separado|a un lado)\b/g,
        '$1 aparte',
      ],
    ],
    halves:
      /\b(?:con )?(?:mitad y mitad|(?:la )?mitad (?:de |con )?[a-z]+ (?:y )?(?:la )?(?:otra )?mitad (?:de |con )?[a-z]+|(?:la )?mitad (?:de |con )?(?!de\b|y\b|precio|no\b|perdon|que\b|este\b|ay\b|digo)[a-z]+)\b/g,
    halfOfEach:
      /\b(?:la )?mitad (?:(?:de|con) )?([a-z]+(?: [a-z]+)??) (?:y )?(?:la )?(?:otra )?mitad (?:(?:de|con) )?([a-z]+(?: [a-z]+)?)\b/,
    halfWords: ['half', 'mitad'],
    dropped: new Set(['de', 'del']),
    articles: set('un una unos unas otro otra'),
    determiners: set('el la los las lo mi mis un una'),
    joints: set('y e tambien ademas luego o u pero'),
    plus: set(
      'con extra mas doble agrega agregue agregale agreguele anade anadele anada ponle pongale adicional',
    ),
    minus: set('no sin menos excepto quita quitale quite quitele tampoco ni'),
    only: set('solo solamente'),
    everyOne: set('todo toda ambo amba cada'),
    theOthers: set('demas resto'),
    kindFirst: true,
    dips: set('dip dips salsita'),
    dipWords: set('salsa salsita dip'),
    ofThem: set('de ella ello ellas ellos esa ese esas esos que sea lleve tenga'),
    turns: set('para en porque por a al desde'),
    either: set('o u'),
    usual: set('clasica original tradicional normal regular sencilla'),
    plainly: set('normal sencilla sencillo sola solo natural'),
    aside: [['aparte'], ['por', 'separado'], ['a', 'un', 'lado'], ['al', 'lado']],
    ampersand: 'y',
    sameSize: 'mismotamano',
    qualities: set('fried grilled roasted shaved smoked fresh black red'),
    fillers: set(
      'el la los las lo le les mi mis me nos yo usted su sus se te tu eso esa ese esos esas esto esta este estos estas aquel ' +
        'ser es son sea sean seria serian estaria hay tiene tienen tener quiero quisiera queria queremos querer gustaria ' +
        'deseo necesito dame deme das da dar trae traeme traigame manda mandame mandeme pon pongame ponme ponga haz haga ' +
        'hacer pedir pido ordenar orden pedido solo solamente nada favor gracias porfa hola buena bueno dia tarde noche si ' +
        'ok okay claro pues entonces ahora hoy ya todo toda ambos cada vez voy vamos va a ver puede puedo podria creo ' +
        'entrega entregar envio domicilio recoger llevar llevo lleva llevan pasar paso tamano porcion orden cuanto cuesta ' +
        'cuestan vale precio que cual cuales como algo alguna alguno algun dime digame sabe favor contiene aqui casa vaso ordenes regala regalame tomar beber comer ' +
        'perfecto genial excelente perdon espera espere robot maquina tarjeta credito efectivo momento segundo minuto ' +
        'supongo pinche mierda carajo cualquiera padre che va vale dale eh plis porfis porfi porfavor vos pue andale onda ' +
        'bien nomas oye oiga esperate esperame esperese encargo encargar apunteme apuntame apunta anote anotame echame echeme sabe sabes fijate mira ' +
        'joven jefe amiga vengo venir buscar busco recojo listo lista aja orale sale tantito ahorita ahi mandan mandas llevan lleven ' +
        'dije digo mejor igual mismo amor esposo esposa hijo hija nino nina amigo mama papa gente familia hambre fijese mire',
    ),
    baseForms: spanishBaseForms,
    everyday: SPANISH_EVERYDAY,
    ofWhat: null,
    ownKind:
      /\b(una?|otr[ao]|dos|tres|cuatro|cinco)((?: (?:chic|median|grand|pequen|familiar)\w*)?) de (?!(?:l[ao]s|es[ao]s?|est[ao]s?|ell[ao]s|cada|a|una?|dos)\b)|^(?:(?:no|pues|la|el|bueno) )*de (?!(?:l[ao]s?|es[ao]s?|est[ao]s?|ell[ao]s|cada|tomar|beber|postre|una?|dos)\b)/g,
    ofKind:
      /^(?:(?:y|pero|ah|ay|este|pues) )*de (?!(?:beber|tomar|postre|comer|cenar|entrada|plato|una?|dos|tres|la|las|los|l[ao]s)\b)([a-z]+(?: [a-z]+)?)(?: por favor)?$/,
    measures: SPANISH_MEASURES,
    untilWhen: set('hasta desde antes despues'),
    stories: SPANISH_STORIES,
    onto: set('en sobre'),
    sizes: new Map([
      ['extragrande', 'extra grande'],
      ['extrachica', 'extra chica'],
      ['chica', 'chica'],
      ['mediana', 'mediana'],
      ['grande', 'grande'],
      ['familiar', 'familiar'],
      ['jumbo', 'jumbo'],
    ]),
    // Ids of options are English on every menu.
    markers: set('con sin extra agregar mas add extra no with without'),
    leavesOut: set('sin no without'),
    noKinds: set('y e o and or special especial especiales'),
    beforeChoice: set('el la los las lo un una 1 quiero quisiera con'),
    without: (called) =>
      `sin ${called
        .split(' ')
        .map((word) => WRITTEN.get(word) ?? word)
        .join(' ')}`,
    translations: SPANISH_TRANSLATIONS,
  },
  changes: SPANISH_CHANGES,
  corrections: SPANISH_CORRECTIONS,
  customer: SPANISH_CUSTOMER,
  details: SPANISH_DETAILS,
  fulfilment: SPANISH_FULFILMENT,
  names: SPANISH_NAMES,
  allergies: SPANISH_ALLERGY_WORDS,
  diets: SPANISH_DIET_WORDS,
  offer: 'oferta',
};
