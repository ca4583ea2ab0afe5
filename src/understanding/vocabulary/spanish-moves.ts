import type { MoveWords } from './move-words.js';

const AROUND =
  '(?:no|ay|oiga|oye|perdon|disculpe|pues|bueno|ya|mejor|siempre|sab[ea]s? que|fij[ea](?:se|te) que|espere?|y|por favor|me|puede|podria|quiero|quisiera|vamos a|voy a|hay que|que|le|cambie de opinion|gracias|entonces|de plano)';
const ALL =
  '(?:tod[oa](?: (?:el|la|mi) (?:pedido|orden))?|(?:el|la|mi|este|esta) (?:pedido|orden)(?: (?:complet[oa]|enter[oa]))?)';
const ALL_OFF = `(?:cancel\\w*|borr\\w*|elimin\\w*|anul\\w*|quit\\w*|sac\\w*|saqu\\w*|olvid\\w*)(?: de)? ${ALL}`;
const ANEW =
  '(?:volver a |vuelvo a |volvamos a )?(?:empez|empec|empiec|empiez|comenc|comienc|comienz)\\w*(?: todo)?(?: (?:de nuevo|otra vez|de cero|desde (?:cero|el principio)))+|(?:volver|vuelvo|volvamos) a (?:empezar|comenzar)';

/** Takes everything off the order, where nothing else is said. */
export const SPANISH_CANCELS_ALL = new RegExp(
  `^(?:${AROUND} )*(?:${ALL_OFF}|${ANEW})(?: (?:${AROUND} )*(?:${ALL_OFF}|${ANEW}))*(?: ${AROUND})*$`,
);

const THE = '(?: (?:la|el|las|los|mi|mis|esa|ese))+';

/** How Spanish puts a wish on another dish than before. */
export const SPANISH_MOVES: MoveWords = {
  onDish: [
    new RegExp(`\\b(?:(?:en|a|para|con)${THE}|al) @`, 'g'),
    /(?:^|\b(?:y|pero|es que|que|dije) )(?:la|el|mi) @ (?:(?:es|era) (?:la|el) (?:que|1 que)? ?(?:lleva\w*|tiene|tenia|va|iba|con|quiero|queria)(?: con)?|(?:debe\w*|tiene que|tenia que) (?:llevar|tener|ir con)|es la|era la)\b/g,
  ],
  offDish: new RegExp(
    `\\b(?:(?:y |pero )?(?:no|en vez|en lugar)(?: (?:en|a|para|con))?(?:${THE})? @|no al @|(?:quit\\w+|sa[cq]\\w+)(?: (?:a|de))?${THE} @)`,
  ),
  moves:
    /^(?:(?:ay|oiga|perdon|espere?|es que) )*(?:no|perdon|espere?)\b|\b(?:pas[ae]\w*|cambi\w*|muev\w*|mejor|eran?|son|es|van?|iban?|deben?|deberian?|dije|queria|quise|pedi|no|mal|equivo\w*)\b/,
  adds: new RegExp(
    `^(?:(?:y|si|tambien|oiga|por favor|me|le|puede\\w*|podria\\w*|quiero que|que) )*(?:agreg|anad|pon|pong|ech)\\w* (?:(?:a|en)${THE}|al) @ (?!(?:que|por|mas)\\b)`,
  ),
  undoes:
    /^(?:(?:no|ay|espere?|perdon|mejor|siempre|sabe que|bueno|pues|si) )*(?:(?:dej|deje|mant)\w*(?:l[aoe]s?)? (?:(?:como|asi como) (?:estaban?|iban?|venian?)|puest[ao]s?)|(?:regres|vuelv|pon)\w* (?:a )?(?:como estaba|otra vez l[ao]s?)|(?:mejor |siempre )?si (?:dej|pong|pon)\w*(?:l[aoe]s?)?|dej[ae](?:me)?(?:l[aeo]s?))(?: (?:mejor|por favor|siempre|entonces))*$/,
  noLonger:
    /^(?:(?:ay|oiga|perdon|siempre|mejor|pero|y) )*(?:ya no|no|que no(?: sea| este)?|sin que este) /,
  keepsThat:
    /^(?:(?:no|ay|espere?|perdon|mejor|siempre|sabe que|bueno|pues|si|y|pero) )*(?:dej|mant|conserv)\w* (?:el|la|los|las|mis?|es[ae]s?|esos) (.+?)(?: (?:mejor|por favor|siempre|entonces|puest[ao]s?))*$/,
  cancelsAll: SPANISH_CANCELS_ALL,
  deniesDish:
    /\b(?:(?:y |que |es que )?no(?: (?:es|era|eran|son|dije|pedi|quiero|queria|quise|le dije|le pedi))?|en (?:vez|lugar) de)(?: (?:la|el|los|las|una?|1|de|mi|es[ea]|esos|esas))* @/g,
  meantBefore: / (?:dije|le dije|quise decir|queria decir)$/,
  degree: /^(?:muy|demasiado|tan|mas|menos)$/,
  bareDenial: /^ *(?:(?:no|ay|oiga|pero|bueno|ya) *)+$/,
  pairs: /\b(?:no|en vez de|en lugar de)\b/,
  deniesLast: /\b(?:no|perdon|dije|debia|tenia)\b/,
  replaces: /\b(?:debia ser|tenia que ser|debia de ser)\b/,
  takesBack: /\b(?:no|perdon|espere?|mejor)\b/,
  withThat: /\b(con) (?:es[aeo]s?|ell[ao]s?)(?= masa\b| por favor\b|$|[,.])/i,
  keeps: /\b(?:tambien|ambas|ambos|las dos|otr[ao]|ademas)\b|\d/,
  says: /\b(?:pas[ae]\w*|p[oó]n\w*|cambi\w*|muev\w*|agreg\w*|anad\w*|ech\w*|eran?|son|es|van?|iban?|deben?|deberian?|ir|estar|dije|queria|quise|pedi|mejor|que)\b/g,
  lead: /^(?:(?:ay|oiga|perdon|espere?|no|es que|pero|mire|si|bueno|ya|mejor|dije|le dije|(?:eso |esa |ese )?(?:debia(?: de)? ser|tenia que ser)) )+/,
};
