import type { Vocabulary } from './vocabulary.js';

/** Before a dish. */
const THE =
  '(?: (?:el|la|los|las|l[oa]s? dos|es[aeo]s?|est[aeo]s?|ningun[ao]?|mi|mis|ni|tod[ao]s?|ambos|ambas))*';
const DISHES = `${THE}(?: \\d+)?(?: (?:el|la|los|las))* @(?: (?:y|ni|o|sin)(?: (?:la|el|las|los|sin|\\d+))* @)*`;
/** What may stand behind that which a dish shall be: "grande también, que vienen mis primos". */
const REST =
  '(?: (?:mejor|por favor|por fa|porfa|tambien|ahora|entonces|gracias|digo|siempre|perdon|todas|(?:y )?no (?:la |el |era )?[a-z]+|(?:porque|ya que|es que|que(?! (?:sea|lleve|tenga|vaya|este|la|lo)n?\\b)) .+))*$';
/** Verbs that a "no" before them negates. */
const NEGATED =
  '(?:(?:quit|elimin|borr|olvid)(?:es?|en|ar)|sa(?:que[sn]?|car)|cancel(?:es?|en|ar))';
const REMOVES = '(?:quit|elimin|borr|sa[cq]|cancel|olvid)\\w*';

/** The same in Spanish; outlines have no "de" and "del". */
export const SPANISH_CORRECTIONS: Vocabulary['corrections'] = {
  asksCount:
    /\bcuant[ao]s? @(?: (?:son|llevo|llevamos|tengo|tenemos|van|hay|pedi|pedimos|puso|anoto|tiene|apunto|he pedido)\b.*)?$|^(?:(?:y|oiga|oye|si|ah|perdon) )*(?:ya )?(?:me )?(?:anoto|anotaste|apunto|apuntaste|agrego|agregaste|puso|pusiste)(?: (?:la|el|las|los|mi|mis|\d+))+ @$/,
  stays: new RegExp(`\\bno (?:me |se |le |nos )?${NEGATED}(?: (?:el|la|los|las|mi|mis))* @`),
  // "No, quítemela" takes it off: what stands behind a "no" has no such ending.
  keeps: new RegExp(
    `(?<!\\bya )\\bno (?:me |se |le |nos )?${NEGATED}\\b|^(?:y )?(?:hay|tienen?|es) |\\b(?:sin|no) @ (?:en|a|con) (?:la|el)\\b`,
  ),
  removes: [
    new RegExp(`\\b(?:me )?${REMOVES}(?: (?:me|le))?${DISHES}(?: (?:por favor|ya|tambien|mejor))*`),
    /@(?: (?:tambien|no|mejor|por favor|ya))* (?:quit|elimin|borr|sa[cq]|cancel)\w*/,
    // "La lasaña siempre no", "esos calamares ya no": with "no" alone, "una lasaña no" may ask for assent.
    /@(?: (?:pues|entonces|creo|pensandolo|bien|final|oiga|que|mejor|ya|siempre))* (?:ya|siempre|mejor|final|que) no\b(?: (?:gracias|por|favor|quiero|la|lo|las|los))*$/,
    /\b(?:la|el|las|los|es[aeo]s?) @ no(?: gracias)?$/,
    /\b(?:la|el|las|los|es[aeo]s?|mi|mis) @(?: (?:ya|mejor|siempre|pues))* no(?:(?: (?:gracias|por favor|ya|siempre|mejor))*$|(?= (?:mejor|dame|deme|ponme|pongame|quiero|me|y|pero|entonces)\b))/,
    /\bcambie opinion con (?:la |el |las |los )?@/,
  ],
  denies: [
    new RegExp(
      `\\b(?:yo )?(?:no|nunca) (?:le |les |se |te |me )?(?:ped\\w*|pid\\w*|orden\\w*|quer\\w*|quier\\w*|dij\\w*|era|necesit\\w*|pong\\w*|va|lleva|solicit\\w*|mencion\\w*)(?: (?:mas|a|ya))*${DISHES}(?: (?:ya|nada|para nada))?`,
    ),
    new RegExp(
      `(?:\\bdije (?:que )?)?\\b(?:ya no|no|sin|nada)${DISHES}(?: (?:ya|para nada|por favor|gracias))*$`,
    ),
    new RegExp(
      `\\b(?:ya no|no|sin|nada)${DISHES}(?= (?:dame|deme|solo|mejor|quiero|me|pong\\w*|pon|agreg\\w*|y)\\b)`,
    ),
    new RegExp(
      `\\b(?:dond\\w*|por ?que|como) (?:salio|sale|viene|vino|hay|me|puso|pusieron|esta|tengo|tiene)(?: (?:salio|hay|puso|pusieron|tengo|agrego))*${DISHES}`,
    ),
    new RegExp(`\\bquien (?:pidio|ordeno|quiere|dijo)${DISHES}`),
    new RegExp(`\\bno (?:deberia|debe|tiene que|tendria que) (?:haber|ir|estar|llevar)${DISHES}`),
    /@ no (?:es mi[ao]s?|es para nosotros|va|la pedi|lo pedi|las pedi|los pedi|la quiero|lo quiero|las quiero|los quiero|es lo que pedi)\b/,
    new RegExp(`\\bnadie (?:\\w+ )?(?:pidio|ordeno|quiere|dijo|pide)${DISHES}`),
    /\b(?:la|el|las|los|es[aeo]s?) @ (?:(?:mejor|siempre|pues|entonces) )*(?:ya )?no(?: (?:l[aeo]s? )?(?:quiero|queremos|va|van))?(?: (?:mejor|gracias|por favor|siempre|(?:me )?(?:quit|elimin|borr|sa[cq]|cancel)\w*))*(?= (?:mejor|dame|deme|pon\w*|agreg\w*|me)\b|$)/,
    // "Una lasaña, no" may ask for assent.
    /@ (?!no$)(?:(?:mejor|siempre|pues|entonces) )*(?:ya )?no(?: (?:l[aeo]s? )?(?:quiero|queremos|va|van))?(?: (?:mejor|gracias|por favor|siempre|(?:me )?(?:quit|elimin|borr|sa[cq]|cancel)\w*))*(?= (?:mejor|dame|deme|pon\w*|agreg\w*|me)\b|$)/,
    /@ (?:esta|estan) (?:mal|demas|equivocad\w*)\b/,
    /\b(?:solo|nada mas|nomas|quiero)(?: la| el)? @ (?:y )?no(?: la| el)? (@)/,
  ],
  cues: /\b(?:no|cuant[ao]s|pas[ae]\w*|van?|iban?|agreg\w*|anad\w*|ech\w*|nadie|es|nunca|sin|nada|solo|solamente|nomas|unic\w+|sea|sean|menos|sobra\w*|demas|deberia\w*|ha[gz]\w*|cambi\w*|pon\w*|quit\w*|elimin\w*|borr\w*|sac\w*|cancel\w*|olvid\w*|dije|pedi|queria|quise|quiero|era|eran|son|tiene\w*|hay|puso|mal|donde|porque|que|quien|a|en)\b/,
  mayBeMeant: /^(?:\w+ )?no (?:(?:la|el) )?@$|\b(?:es[aeo]|lo) @$/,
  comesInstead:
    /\b(?:eso|es[ae]|\w+(?:el|al)[oa])(?: (?:y|mejor|dame|deme|me da|pon\w*|quiero|quisiera))* (?:una?|1) @/,
  all: /\b(?:tod[ao]s?|amb[ao]s|ningun[ao]?|las dos|los dos|las 2|los 2|sin|nada|ni|no)\b/,
  inPlace:
    /^(?: (?:y|pero|entonces|mejor|solo|no|yo|por favor))*(?: (?:dame|deme|me|da|quiero|quisiera|pedi|dije|ponga|pongame|ponme|pon|agreg\w*|solo|mejor|una?|\d+|el|la|por favor|traiga\w*|y))+ /,
  frame: new Set(
    'yo no nada mas nomas solo solamente es son era eran sea sean que un una uno unos unas la el las los lo me le les se dije pedi pido pedimos queria quiero queriamos quise decir ordene perdon perdone espere espera oiga ay este eh mejor pero y si por favor tiene tienen puso pusieron puse dio agrego hay haga haz hagan ponga pon deje deja dejelo dejala dejalas dejelas a ser deberia deberian debe tenia tenian menos sobra sobran demasiad demasiadas demasiados sino para ya dos quede quedan quede queden bien suficiente basta con gracias cambie cambia cambielo tan esperate espereme esperame esperese sabe sabes fijese mire mira todo excepto'.split(
      ' ',
    ),
  ),
  limits:
    /\b(?:solo|solamente|nada mas|nomas|unic\w+|no (?:son )?(?:la |las |los )?\d+|que sean?|deberia\w*|haga\w*|haz\w*|deje\w*|dije|pedi|queria|quise|basta|suficiente|sean? \d+|son \d+|era|eran|en vez|en lugar|(?:tienen?|puso|pusieron|agrego|hay) \d+)\b/,
  limitsLast:
    /\b(?:solo|solamente|nada mas|nomas|no (?:son )?\d+|deberia\w*|(?:tienen?|puso|pusieron|agrego) \d+)\b/,
  notSoMany:
    /\b(?:no (?:son |eran |quiero |pedi |dije )?|en vez |en lugar |(?:tienen?|puso|pusieron|agrego|hay|dio)(?: (?:me|la|las))* )(\d+)/g,
  fewer:
    /(\d+)(?: @)? menos\b|\bmenos (\d+)|\bsobran? (?:la |el )?(\d+)|(\d+)(?: @)? (?:sobran?|demas)\b/,
  fewerOnly: /\b(?:menos|sobran?|demas)\b/,
  becomes: [
    // "No, era una margarita grande".
    new RegExp(
      `^(?:(?:ay|eh|espere?|perdon|oiga|mire|no) )*no (?:(?:era|eran|es|son|dije|le|pedi|queria|quise|sea|sean|que|la|el|decir|mi) )+(?:(\\d+) )?@ (.+?)${REST}`,
    ),
    /^(?:(?:\w+ ){0,3}?)(?:haz|haga|hagan|cambi|cambie|cambia|cambiar|cambiame|cambieme|pon|ponga|hacer)(?:me|le)?(?: (?:la|el|las|los|mi))*(?: (\d+)(?: las| los)?)? @(?: a| por| en| mas| que sean?)*(?: una?| la| el| 1)? (.+?)(?: mejor| por favor)*$/,
    new RegExp(
      `^(?:\\w+ ){0,4}?(?:(?:la|el|las|los|mi) )?(?:(\\d+)(?: las| los)? )?@ (?:que sean?|sean?|mejor|deberia ser|era|l[ao]s? (?:quier|quer|ped)\\w+|iba|en|(?:haz|hag[ae]|cambi[ae]|pon|pong[ae])l[aoe]s?(?: (?:por|a|en|mas))?)(?: que sean?)?(?: una?| la| 1| en)? (.+?)${REST}`,
    ),
    new RegExp(`^(?:\\w+ ){0,3}?(?:que sean?) (?:la |el |las |los )?(?:(\\d+) )?@ (.+?)${REST}`),
    new RegExp(
      `^(?:\\w+ ){0,3}?que (?:(?:la|el|las|los|mi) )?(?:(\\d+) )?@ (?:sean?|vengan?|vayan?) (.+?)${REST}`,
    ),
  ],
  someBecome: [
    /^(?:\w+ ){0,4}?(\d+)(?: (?:las|los)(?: \d+)?| esas| esos| ellas| ellos)? (?:que sean?|l[ao]s? (?:quiero|queremos|prefiero))(?: una?| 1)? (.+?)(?: mejor| por favor)*$/,
    /^(?:\w+ ){0,4}?que (\d+)(?: (?:esas|esos|ellas|ellos))? (?:sean?|vaya|fuera)(?: una?| 1)? (.+?)(?: mejor| por favor)*$/,
    /^(?:(?:\w+ ){0,3}?)(?:(?:haz|haga|hagan|cambi\w*)(?:me|le)?(?: a)?|(?:pon|ponga)(?:le)? a) (\d+)(?: (?:esas|esos|ellas|ellos|las dos|los dos))?(?: a| por| que sea| en)*(?: una?| la| 1)? (.+?)(?: mejor| por favor)*$/,
    /^(?:\w+ ){0,4}?(\d+)(?: (?:esas|esos|ellas|ellos|las dos|los dos))? que sean?(?: una?| 1)? (.+?)(?: por favor)*$/,
  ],
  choice:
    /^(?:\w+ ){0,3}?(?:haz|haga|cambi\w*|pon|ponga|quiero)(?:me|le)?(?: la| el)? (\w+)(?: a| por| en| que sea)*(?: una?| la| 1)? (.+?)(?: mejor| por favor)*$/,
  onSome:
    /^(?:(?:no|ay|perdon|espere|dije|pero|las?|los|el) )*(?:\w+ )?(?:solo|solamente|nada mas|nomas)? ?(?:en|a) (?:una sola|1 sola|1 solo|(\d+))(?: (?:nada mas|nomas|solamente|ellas|esas|sola|solo))*$|^(?:(?:no|ay|perdon) )*(?:solo|nada mas|nomas) (?:en|a) (\d+)(?: (?:los|las|el|la) \w+)?$|^(?:(?:no|ay|perdon) )*a (\d+) (?:sola|nada mas|nomas)(?: (?:los|las|el|la) \w+)?$/,
};
