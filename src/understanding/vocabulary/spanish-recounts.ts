import type { RecountWords } from './recount-words.js';

/** The same in Spanish. */
export const SPANISH_RECOUNTS: RecountWords = {
  keepsLines:
    /^(?:(?:no|espere|espera|perdon|mejor) )*(?:deje(?:me)?|deja(?:me)?|mantenga|quedese con) (?:la|el|las|los|mi|mis) /,
  changesOrder:
    /\b(?:cancel\w*|cambi\w+|modific\w+)\b.*\b(?:mi|el|la|un)(?: ultim[oa])? (?:pedido|orden)\b/,
  withIt: / con (?:eso|es[ao]s?|est[ao]s?|ell[ao]s?)$/,
  howMany:
    /^(?:(?:y|oiga|oye|perdon|a ver|entonces|disculpe) )*cuant[ao]s @ (?:llevo|llevamos|tengo|tenemos|van|voy|son|pedi|pedimos|le pedi|tiene|puso|me puso|hay|he pedido|estan)\b/,
  resets:
    /^(?:(?:ay|eh|espere?|perdon|oiga|mire|a ver) )*no\b|\b(?:solo|solamente|nada mas|nomas|unicamente|mejor|no)\b|^(?:es|seria|serian) \d|\b(?:que sean?|deberian? ser|dije|dijimos|pedi|pedimos|queria|queriamos|era|eran|son)\b/,
  setsLast:
    /^(?:(?:ay|eh|espere?|perdon|oiga|mire|no) )*no(?: (?:no|espere?|perdon|son|eran|es|era|dije|quiero|queria|pedi|que sean?|mejor|le dije))* \d+\b|\b(?:mejor|perdon|dije|queria|quise|pedi|son|eran|que sean?|fueron|era|es)(?: (?:que|solo|nomas|nada mas|decir))* \d+\b|\b\d+ (?:esta|estan|es|son) (?:bien|suficientes?)\b|\b(?:con) \d+ (?:basta|esta bien|es suficiente)\b/,
  noCount:
    /^(?:(?:ay|eh|espere?|perdon|oiga|mire) )*no (?:(?:no|son|eran|era|es|dije|le|que|sea|sean|nada|mas|solo|nomas|las|los) )*(\d+) @(?: (?:por favor|nada mas|nomas|gracias))*(?: (?:y )?no (?:son |eran )?\d+)?$/,
  ofAll:
    /^(?:(?:mejor|no|ay|perdon|oiga|y|que|quiero|quisiera|las|los|haga\w*|haz\w*|cambi\w*|pon\w*|a|entonces|pues) )*(?:(?:las|los) dos|amb[ao]s|tod[ao]s|(?:las|los) tres)(?: (?:pizzas|que|sean?|van|en|a|de|vengan|mejor|con|l[ao]s|quiero|por favor))* (.+?)(?: mejor| por favor| entonces)*$/,
  nth: /^(?:el|la|lo|es[ae]) (primer[ao]|segund[ao]|tercer[ao]|cuart[ao]|quint[ao]|ultim[ao])(?= |$)/,
  last: /^(?:(?:el|la|lo) )?ultim[ao]$/,
  changes:
    /\b(?:quit|sac|borr|elimin|cancel|cambi|reemplac|pong|pon)\w*|\b(?:mal|dije|digo|pedi|queria|quise|solo|solamente|nomas|sean?|eran?|son)\b/,
  nothingMore: /\b(?:nada mas|no mas|mas bien)\b/g,
  alike: /^(?:igual(?:es)?|(?:de )?l[ao]s? mism[ao]s?)$/,
  another: /\b(?:otr[ao]s?|tambien|ademas|aparte|mas)\b|^y\b/,
  moreBut:
    /^(?:(?:y|tambien|ademas|aparte|luego|me|nos|da|das|pone|pones|trae|dame|deme|ponme|pongame|agreg\w*|anad\w*|pon\w*|traiga\w*|quiero|quisiera|queremos|por favor|bueno|ok|otr[ao]s?) )*((?:\w+ ){0,2}?\w+) mas(?: de (?:es[ao]s|l[ao]s mism[ao]s))? (?:pero |en |con |de |solo que |nomas que |que sean? |las |los )*(.+)$|^(?:(?:y|tambien|ademas|aparte|luego|me|nos|da|das|pone|pones|trae|dame|deme|ponme|pongame|agreg\w*|anad\w*|pon\w*|traiga\w*|quiero|quisiera|queremos|por favor|bueno|ok) )*otr[ao]s? ((?:media )?\w+)(?: mas)? (?:pero |en |con |de |solo que |que sean? )*(.+)$/,
  tooMany:
    /\b(?:quit|sa[cq]|borr|elimin|cancel)\w* (?:(?:es[ao]s?|l[ao]s?|l[ao]) )?(?:que )?(?:(?:me )?(?:agrego|puso|pusieron|agregaron|anadio|metio|sobran?|estan?|hay|van) )?(?:de mas|demas|de sobra|que sobran?|que no pedi)$|^(?:(?:no|ay|oiga|perdon) )*(?:me )?(?:agrego|puso|pusieron|agregaron|hay|son|sobran?) (?:de mas|demasiad[ao]s)\b/,
  forWhich: /^(.+?) (?:para|en|con|a) (?:el |la |los |las |mi )?(.+)$/,
  eachSize:
    /(?<!\b(?:la|el|las|los|en)) (?:y |e )?(?=(?:la otra|el otro|otr[ao]|una?|dos|tres|cuatro) (?!y\b|de\b|mas\b|menos\b|para\b)\w+)/,
  beforeMeant:
    /^(?:(?:no|ay|eh|perdon|espere?|oiga|que|era|es|le|yo) )*(?:(?:dije|digo|quise decir|queria decir|queria|quiero|pedi|dijimos)|no)\b ?/,
};
