import type { AdviceWords } from './advice-words.js';

const LEAD = '(?:(?:y|pues|bueno|oiga|disculpe|hola|entonces|ay|eh|este) )*';

/** Latin American Spanish. */
export const SPANISH_ADVICE: AdviceWords = {
  suggests: new RegExp(
    `\\b(?:que|cual|cuales|algo)\\b.*\\b(?:recomiend\\w+|recomendar\\w*|sugier\\w+|sugerir\\w*|popular\\w*|mas (?:vendid|pedid)\\w+|favorit\\w+|especialidad)\\b|^${LEAD}que (?:esta|es|hay|tienen?)(?: de)? (?:buen[oa]|ric[oa])s?(?: hoy| ahi| para \\w+)*$|\\b(?:alguna|una) (?:recomendacion|sugerencia)\\b|^${LEAD}(?:recomiend(?:a|e)(?:me|nos)|sorprendame|sorprendeme|usted (?:escoja|elija|decida))\\b|\\bque (?:me )?(?:pido|puedo probar|deberia pedir|pediria usted)\\b`,
  ),
  praised: /\b(?:popular\w*|mas (?:vendid|pedid)\w+|favorit\w+|especialidad)\b/,
  forKids:
    /\b(?:menu|platillos?|platos?|porcion(?:es)?|comida) (?:infantil(?:es)?|(?:de|para) (?:los )?nin[oa]s?)\b|\b(?:algo|que|cosas?|opciones|buen[oa])\b.* para (?:(?:los|las|el|la|mis|mi|un|una|unos) )?(?:nin[oa]s?|chiquit[oa]s?|peques?|pequen[oa]s?|chamac[oa]s?|hij[oa]s?|niet[oa]s?)\b/,
  kidsDish: 'un platillo para niños',
  light:
    /\b(?:algo|que|platillos?|platos?|opciones|cosas?)\b.* (?:liger[oa]s?|liviano?s?|livian[oa]s?|saludables?|san[oa]s?|(?:no (?:sea|este) |no )(?:tan|muy) pesad[oa]s?|de dieta|baj[oa] en calorias)\b/,
  lightPart: 'ensalada',
  differs:
    /\bdiferencia\b|\b(?:diferente|distint[oa])s? (?:a|al|de|del|que)\b|\ben que (?:se diferencian?|son (?:diferentes|distint[oa]s))\b|\bcual (?:de (?:las|los) dos )?(?:es|esta) (?:mejor|mas (?:rica|rico|picante|grande))\b.* o\b/,
  against: /\b(?:y|o|del?|al?|con|que)(?= (?:la|el)\b)/g,
  portion:
    /\b(?:cuant[oa]s|para cuant[oa]s) (?<what>personas?|rebanadas?|pedazos?|porciones|gente)\b|\bcuant[oa]s (?<things>[a-z]+)(?: [a-z]+)? (?:trae|traen|vienen?|salen|son) (?:en|por|la|el|una?)\b|\bpara cuant[oa]s\b|\b(?:alcanza|rinde|es suficiente|basta)n? para\b|\bde que tamano (?:es|son)\b|\bque tan grandes? (?:es|son)(?: (?:esa|ese|eso|esas|esos))?$/,
  kinds:
    /\b(?:que|cuales|de que) sabor(?:es)?\b|^(?:de )?(?:que|cuales)(?: otros)? (?:tipos|clases|variedades)(?: (?:hay|tienen?|manejan?))?$/,
  kindOf: /\b(?:la|el) de ([a-z]+)\b/g,
  lastOf: /\b(?:la|el) ultim[ao]\b/,
  ofOne:
    /\b(?:un[oa]|cada un[oa]|cada) de (?:es[oa]s|est[oa]s|ell[oa]s|l[oa]s \w+)\b|\bcada un[oa]$|\b(?:una|uno) sol[oa]\b/,
};
