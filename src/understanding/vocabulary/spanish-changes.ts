import type { Vocabulary } from './vocabulary.js';

const DISH_AGAIN = '(?:es[ao]s?|est[aeo]s?|ell[ao]s?|l[aeo]s?|l[ao]s? ultim[ao]s?|l[ao] de antes)';

/** How callers change an order in Spanish. */
export const SPANISH_CHANGES: Vocabulary['changes'] = {
  onlyThat: new RegExp(`^(?:lo ultimo|deshacer|deshazlo|deshaz|${DISH_AGAIN})$`),
  sameAgain:
    /^(?:otr[ao](?: (?:igual|mas|de es[ao]s|de l[ao]s mism[ao]s))?|(?:una?|1) (?:igual|mas|mas de es[ao]s|mas de l[ao]s mism[ao]s)|(?:de )?lo mismo(?: otra vez)?)$/,
  justSoMany:
    /^(?:(?:no|perdon|mejor|que sean?|que|es|son|era|eran|yo|quiero|queria|quisiera|pedi|dije|deme|dame|ay|oiga|fijese|pero) )*(?=(?:solo|solamente|nada mas|nomas|unicamente) |\w+ sol[oa]s?\b)(?:(?:solo|solamente|nada mas|nomas|unicamente) (?:(?:quiero|queria|quisiera|es|son|era|eran|pedi|deme|dame) )*)?(\w+)(?: sol[oa]s?)?(?: (?!de\b|mas\b)(.+))?$/,
  soManyMore:
    /^(?:(?:dame|deme|agrega|agregue|y|ponga) )*(\w+) mas(?: de (?:es[ao]s|l[ao]s mism[ao]s))?$/,
  soManyLess:
    /^(\w+) menos$|^(?:quit|elimin|borr|sa[cq]|cancel)\w* (\w+)(?: de (?:es[ao]s|est[ao]s|ell[ao]s))?$/,
  double: /^(?:(?:que sea |mejor )?el )?doble(?: de (?:eso|es[ao]s))?$|^duplicalo$/,
  puts: /^(?:(?:ay|eh|me|puede|puedes|podria|le|quiero|quisiera|por favor|si) )*(?:y|con|doble|extra|tambien|agreg\w*|anad\w*|ponl?\w*|echal?e)(?: (?:con|tambien|le|el|la|los|las|extra|doble|mas|de|poner|un poco de))* (.+?)(?: (?:tambien|por favor|tantito))*$/,
  extras: /\bextra\b/,
  doubleLine: /^(?:el )?doble de (?:la|las|los) (.+)$/,
  someInto:
    /^(?:(?:haz|haga|cambi|pon)\w*) (?:a )?(\w+)(?: de (?:es[ao]s|ell[ao]s))?(?: (?:a|por))? (una? .+)$/,
  forLine:
    /^(?:no )?(?:(?:para|a|en) (?:la |el |las |los )?|(?:la|el|las|los|mi) )(.+?) (?:(?:va|van|iba|iban|era|es|que vaya|l[ao]s? quiero) )?((?:pon|agreg|anad|quit|sa[cq]|ech|con|sin|que lleve|extra)\w*(?: con)? .+|(?:mas )?(?:chic|median|grand|pequen|familiar)\w*|(?<=\ba (?:la |el )?(?:otr|primer|segund)[ao] ).+)$/,
  insteadAlone:
    /^(?:(?:mejor|dame|deme|quiero|quisiera|pon|ponga|que|sea) )*(.+?) (?:en su lugar|en lugar de eso|en vez de eso)$|^(?:(?:no|ay|oiga|perdon|sabe que|mejor) )*(?:olvid\w*|cancel\w*|quit\w*|borr\w*|elimin\w*|sa[cq]\w*)(?: (?:de )?(?:eso|es[ae]|l[ao]))? (?:(?:y|mejor|dame|deme|me da|pon\w*|quiero|quisiera) )*(una? .+)$/,
  insteadOf:
    /^(?:(?:mejor|dame|deme|quiero|ponga) )*(.+?) en (?:vez|lugar) de (?:el |la |los |las )?((?:(?!\b(?:pon\w*|con|sin|agreg\w*|ech\w*|que)\b).)+)$/,
  takeOffOf:
    /^(?:quit|sa[cq])\w* (?:el |la |los |las )?(.+?) (?:a|de) (?:(?:la |el )|(?=una?$))(?!orden$|pedido$)(.+)$/,
  denies: /^(?:(?:espere?|ay|perdon) )*no (?=\w)/,
  pointsAt: [
    /\b(?:la|el) ((?:de|con|sin|que tiene|que lleva|que trae) (?:la |el |las |los )*\w+(?: \w+){0,2})/g,
  ],
  it: 'esa',
  otherLine: /^(?:(?:la|el) )?otr[ao](?: \w+)?$/,
  soMany: /^(.+?) de (?:es[ao]s|est[ao]s|ell[ao]s)$/,
  someOf:
    /^(?:solo |solamente |nada mas )?(?:a )?(\w+)(?: de (?:es[ao]s|est[ao]s|ell[ao]s|(?:las|los) (.+))|(?<=\b(?:una|uno)))$/,
  lastOf: /^(?:la|el) ultim[ao]$/,
  eachOf: /^(?:ambas|ambos|dos|(?:a )?(?:las|los) dos|tod[ao]s?|cada una?o?)$/,
  everyLine: /^tod[ao]s?$/,
  ofEach:
    /^(?:(?:que sean|dame|deme|quiero|pon\w*) )*(\w+)(?: de)? (?:cada (?:una?o?|cosa)|amb[ao]s)$/,
  sameBut:
    /^(?:(?:dame|deme|me das?|quiero|luego) )*(?:lo mismo|(?:el|la) mism[ao]|otr[ao] (?:igual(?:ita|ito)?|l[ao] mism[ao]|de es[ao]s)|una? igual(?:ita|ito)?|otr[ao](?= (?:pero|con|sin)\b))(?: (?:pero|solo que|nomas que|nada mas que|y|en))* (.+)$/,
  noExtra:
    /\bsin (?:el |la |los |las )?(?:(?:extra(?: de)?|doble) )(\w+)|\bsin (?:el |la )?(\w+) extra\b/,
  eachPart:
    /(?<!\b(?:la|el|las|los|a|en)) (?:y |e |pero )?(?=(?:a )?(?:(?:la |el )?otr[ao]|(?:las |los )?otr[ao]s(?: dos)?|una?|dos|tres) (?:con|sin|que|de(?! (?:l[ao]s|ell[ao]s|es[ao]s|est[ao]s))|sol[ao]s?|normal(?:es)?|ponle)\b)/,
  plain:
    /\b(?:sin nada(?: mas)?|sin ingredientes|sol[ao]|sencill[ao]|normal|simple|natural)(?=$| (?:por favor|gracias|mas)\b)/,
  meantNot:
    /^(?:(?:no|perdon|espere?) )*(?:dije|queria decir|quise decir|le dije|pedi) (.+?)(?: (?:y )?no (?:el |la |los |las |una? )?(.+))?$/,
  notBut:
    /^no (?!(?:olvid\w*|quita|saca|borra|elimina|cancela|(?:quite|saque)(?:me|le)|quiero|queremos|quisiera|necesito|me|nos|le|te|se|(?:esper|perdon|sab)\w*)\b)(?:el |la |los |las |una? )?(.+?) (?:sino (?:que )?|mejor |(?=(?:el|la|los|las) ))(?:el |la |los |las |una? )?(.+)$/,
  swap: /^(?:(?:mejor|no|me|nos|le|sabes?|que|si|puedes?|podrias?) )*(?:(?:cambi|reemplac|sustitu)\w*|(?:ya )?no quiero|en (?:vez|lugar) de) (?!(?:por|a|en) )(?:el |la |los |las |mi )?(.+?) (?:por|mejor|sino|y mejor|y dame|(?:y )?me (?:das?|pones?|traes?)|dame|deme|ponme|pongame|quiero|(?=un[ao]?s? )) ?(.+)$/,
  corrects:
    /[,.;]?\s*\b(?:no,? esp[eé]r[ae](?:te|se|me)?|(esp[eé]r[ae](?:te|se|me)?)|no,? mejor|mejor|no,? perd[oó]n|digo|quise decir|m[aá]s bien)[,.]?\s+/gi,
  adds: /^(?:y |me |quiero |quisiera )*(?:tambien|ademas|agreg\w*|otr[ao])\b|\b(?:tambien|ademas)\b/,
  ordinalLine:
    /^(?:(?:el|la) )?(primer[ao]?|segund[ao]|tercer[ao]?|cuart[ao]|quint[ao]|sext[ao]|septim[ao]|octav[ao])$/,
  eachLine:
    /^(ambas|ambos|(?:las|los) dos|una? de (?:es[ao]s|est[ao]s|ell[ao]s|(?:las|los) \w+)|(?:el |la )?(?:primer|segund|tercer|cuart|quint)[ao])(?: (?:a|en|que sea|mas))* (.+)$/,
  alsoLine:
    /^(?:(?:y|ah|ay|pues|si|ok) )*((?:la|el|las|los|es[ea]s?|mis?) .+?) (?:tambien|tampoco)(?: (?:por favor|entonces|quit\w+))*$/,
  addsTo: /^(?:pon|ponga|haga|haz)(?:me)?les? /,
  makeThat: /^(?:mejor|que sean?|(?:mejor )?(?:haz|haga|cambi|pon)\w*l[aeo]s?) /,
  goal: /^(?:a|para|por)?$/,
  make: new RegExp(
    `^(?:(?:mejor )?(?:que sean?|haz|haga|hagan|hacer|cambi(?:a|e|ar|en)|pon|ponga|dej[ae](?=l[ao]s? (?!asi\\b)))(?:me)?(?:l[aeo]s?)?|mejor)(?: ${DISH_AGAIN})?(?: (?:a|por|en|de|que sean?))? (.+?)(?: (?:l[ao]|es[ae]|mi) (?:pizza|ensalada|pasta|sopa|refresco|platillo|plato))?$`,
  ),
  into: / (?:por|a|en) (?=\S)/,
  remove:
    /^(deshacer|deshazlo|deshaz)$|^(?:(?:quit|elimin|borr|sa[cq]|cancel|olvid)\w*(?: de)?(?: tambien)?|(?:ya )?no (?:quiero|queremos)|no (?:le |me )?pong\w+|sin|menos) (.+?)(?: (?:del|de mi|de la|de el) (?:pedido|orden))?$/,
  takeOff:
    /^(?:(?:ay|no|mejor|pues) )*(?:(?:quit|elimin|borr|sa[cq]|cancel|olvid)\w*?(?=l[aoe]s?$)|(?:ya )?no (?=l[aoe]s? quiero$)|(?=(?:es[ao]s?|est[ao]s?) (?:ya )?no(?: gracias)?$))(l[aoe]s?|es[ao]s?|est[ao]s?)(?: quiero| ya no| no)?(?: gracias)?$/,
  leavesOut: /^(?:sin|menos|quit[ae]les?|no (?:le |me )?pong\w+) /,
  on: /(?<!\b(?:un[ao]?|dos|tres|cuatro|cinco)) (?:de (?:la|el|los|las|mi|mis)|del|(?:en|a|para) (?:la|el|los|las|mi|mis)|al) |(?<!^|\b(?:y|e|o|ni|de|a|en|sin|con|tod[ao]s?|ambas|ambos)) (?:la|el|los|las) (?=\w)/,
  putOn:
    /^(?:(?:agreg|anad|pon)\w* )?(.+?) (?:(?:a|en) (?:la|el|las|los|mi|mis)|al|(?:a|en)(?= (?:amb[ao]s|una?|uno|cada|tod[ao]s)\b)) (.+)$/,
  articles: /^(?:(?:el|la|los|las|mi|mis|algo|extra|mas) )+/,
  article: /^un[ao]?s? /,
  further:
    /(?<=\b(?:mejor|sol[oa]|que sea|nomas|nada mas) (?:una?|uno|1)) y (?=un[ao]?|dos|tres|\d)| y (?=(?:(?:dame|deme|me das?|quiero|luego) )*(?:otr[ao]|una?) (?:igual(?:ita|ito)?|l[ao] mism[ao]) (?:pero|solo que|nomas que|nada mas que)\b|(?:l[ao] mism[ao]) (?:pero|solo que|nomas que)\b)| (?:y|luego) (?=(?:por favor |tambien |me |puede )*(?:haz|haga|pon|ponga|cambi|quit|elimin|borr|cancel)\w*|que (?:(?:me|nos|l[ao]s?) )*(?:est|vaya|veng|salg|qued|traig)\w* |que sean? (?:una?|dos|tres|cuatro|cinco|chic|median|grand)\w*)|(?<= (?:en|a) [a-z ]{1,40}) y (?=(?:[a-z]+ ){1,3}(?:en|a) (?:la|el|las|los|mi|amb[ao]s)\b)/,
  and: / (?:y|e|o|ni) (?:sin )?/,
  namesLine:
    /^(?:(?:y|pero|no|ah|oiga|oye|mira|mire|entonces) )*(?:cambi\w* )?(el|la|los|las|mi|mis) /,
  beforeLine:
    /^(?:(?:y|pero|no|ah|oiga|oye|mira|mire|entonces) )*(?:cambi\w* )?(?:el|la|los|las|mi|mis) /,
};
