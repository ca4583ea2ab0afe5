import type { MoveWords } from './move-words.js';

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
  withThat: /\b(con) (?:es[aeo]s?|ell[ao]s?)(?= masa\b| por favor\b|$|[,.])/i,
  keeps: /\b(?:tambien|ambas|ambos|las dos|otr[ao]|ademas)\b|\d/,
  says: /\b(?:pas[ae]\w*|p[oó]n\w*|cambi\w*|muev\w*|agreg\w*|anad\w*|ech\w*|eran?|son|es|van?|iban?|deben?|deberian?|ir|estar|dije|queria|quise|pedi|mejor|que)\b/g,
  lead: /^(?:(?:ay|oiga|perdon|espere?|no|es que|pero|mire|si|bueno|ya) )+/,
};
