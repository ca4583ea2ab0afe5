import type { FulfilmentWords } from './fulfilment-words.js';

const RELATIVE =
  'espos[oa]|hij[oa]|niet[oa]|sobrin[oa]|prim[oa]|cuñad[oa]|suegr[oa]|t[ií][oa]|abuel[oa]|vecin[oa]|mam[aá]|pap[aá]|herman[oa]|amig[oa]|novi[oa]|jef[ea]|marido|mujer|señora';
const LEAD =
  '(?:(?:yo|ya|luego|mejor|ahorita|entonces|nosotros|es|va|va a ser|ser[ií]a|que sea|para|pa) )*';
const THING =
  '(?:ell[ao]s?|[eé]l|l[ao]s?|eso|todo|lo m[ií]o|(?:el|mi|la|las|los) (?:pedido|orden|comida|pizzas?))';
const SELF = '(?: (?:yo|nosotros)(?: mism[oa]s?)?)?';
const PLACE =
  '(?: (?:ah[ií]|all[aá]|en (?:el|la) (?:local|restaurante|tienda|negocio|mostrador)))?';
const WILL =
  '(?:voy a|vamos a|va a|quiero|queremos|prefiero|puedo|podemos|podr[ií]a|quisiera|me gustar[ií]a)';
const HOME =
  '(?: (?:aqu[ií]|ac[aá]|(?:a|hasta|en) (?:(?:mi|la|nuestra) )?(?:casa|oficina|puerta)|(?:a|hasta|en) (?:mi|el) (?:trabajo|departamento|domicilio|hotel)))';

/** Latin American Spanish. */
export const SPANISH_FULFILMENT: FulfilmentWords = {
  word: /reco[gj]|delivery|pick|carry|take|to go|pas[aoe]|ven|vien|voy|vamos|\bva\b|\bir|busc|tra[ei]|tr[aá]|llev|domicilio|entr|env|mand|m[aá]nd|casa|puerta|oficina/i,
  pickup: new RegExp(
    [
      `${LEAD}(?:mi (?:${RELATIVE}) )?(?:${WILL} )?(?:(?:pas\\p{L}*|ven\\p{L}*|ir|vengo|voy|vamos|viene) )?(?:a )?(?:(?:l[ao]s?|te l[ao]s?) )?reco[gj]\\p{L}*${SELF}(?: (?:${THING}))?${PLACE}`,
      `${LEAD}(?:mi (?:${RELATIVE}) )?(?:${WILL} )?(?:pas\\p{L}*|veng\\p{L}*|viene|venir|venimos|voy|vamos|va|ir[eé]?|iremos)(?: (?:yo|nosotros|mi (?:${RELATIVE})|ahorita|luego|r[aá]pido|ah[ií]|all[aá]))* (?:(?:a )?por (?:${THING})|a (?:busc|tra)\\p{L}*)${SELF}`,
      `${LEAD}(?:voy|vamos|vengo|paso|ir[eé])(?: yo)?(?: para)? all[aá]`,
      `${LEAD}(?:pas[ae]|pasar[aá]|va a pasar|viene|vendr[aá]|(?:l[ao]s? )?recoge|va)(?: (?:a|por) ${THING})? (?=mi (?:${RELATIVE})(?!\\p{L}))(?:mi (?:${RELATIVE}))?`,
      `(?:yo |mejor )?(?:paso|pasamos|voy|vamos|vengo)(?: (?:yo|nosotros))?(?=\\s*(?:$|[,.;!]))`,
      `(?<!(?:me|nos) )l[ao]s? llevo(?: yo)?(?=\\s*(?:$|[,.;!]))`,
      `(?<!qu[eé] )pasa(?=\\s*(?:$|[,.;!]))`,
      `(?:(?:es|ser[ií]a|va a ser|todo) )?(?:para|pa['’]?) (?:llevar|recoger|pasar|buscar|recojo)(?:l[ao]s?)?`,
      `(?:(?:es|ser[ií]a|va a ser|todo|para|pa|por|de|con|(?:en )?el|un) )*(?:pick ?-?up|carry ?-?out|take ?-?out|to go)`,
    ]
      .map((one) => `(?<!\\p{L})${one}(?!\\p{L})`)
      .join('|'),
    'giu',
  ),
  delivery: new RegExp(
    [
      `${LEAD}(?:(?:con|de|servicio|entrega|env[ií]o) )*a domicilio`,
      `${LEAD}(?:por domicilio|(?<=para )domicilio|con delivery|(?<=(?:para|por|es|sea|el|un|en|quiero) )delivery)`,
      `(?:para|con|quiero|prefiero) (?:entrega|entregar|env[ií]o|enviar)(?: a casa)?`,
      `(?:(?:me|nos) (?:l[ao]s? )?)?(?:(?:puede|pueden|podr[ií]an?|quiero que)(?: me| nos)?(?: l[ao]s?)? )?(?:me |nos )?(?:l[ao]s? )?(?:entreg|env[ií]|mand|traig|tra[ei]|llev)\\p{L}*${HOME}`,
      `(?:me|nos) (?:l[ao]s? )(?:(?:puede|pueden|podr[ií]an?) )?(?:entreg|env[ií]|mand|tra[ei])\\p{L}*`,
      `(?:puede|pueden|podr[ií]an?) (?:entreg|envi|mand|tra[ei])\\p{L}*(?:me|nos|se)?l[ao]s?`,
      `(?:entr[eé]gu?|env[ií]|m[aá]nd|tr[aá])\\p{L}*(?:me|nos)l[ao]s?`,
      `(?:a|hasta) (?:mi|la) (?:casa|puerta|oficina)`,
    ]
      .map((one) => `(?<!\\p{L})${one}(?!\\p{L})`)
      .join('|'),
    'giu',
  ),
  brings: new RegExp(
    [
      `(?:me|nos) (?:(?:puede|pueden|podr[ií]an?) )?(?:entreg|env[ií]|mand|tra[ei])\\p{L}*`,
      `(?:puede|pueden|podr[ií]an?) (?:entregar|enviar|mandar|traer)(?:me|nos)`,
      `(?:m[aá]nd|entr[eé]gu?|env[ií]|tr[aá][ei])\\p{L}*(?:me|nos)`,
    ]
      .map((one) => `(?<!\\p{L})${one}(?!\\p{L})`)
      .join('|'),
    'giu',
  ),
  asksLack: /\bcuanto (?:mas )?(?:me |nos )?(?:falta|faltaria|necesito|tengo que)|\bque me falta\b/,
  denied:
    /(?<!\p{L})(?:(?<!^(?:(?:no|ay|espere?|oiga|perd[oó]n|disculpe),? )*)no(?: para)?|no(?: es| quiero)|sin|en (?:vez|lugar) de|cancele?) (?:para )?$/iu,
  begins: /^(?:yo|nosotros|paso|pasamos|voy|vamos|mi|puede|me la|nos la)\b/i,
  either: /\b(?:o|u)\b/i,
  answersPickup:
    /\b(?:recog\w*|recoj\w*|pick ?up|carry ?out|take ?out|to go|busc\w*|pas[oa]\w*|llevar|voy|vamos|vengo|venimos|restaurante|alla|por (?:ella|el|ellas|ellos)|yo mism[oa])\b/,
  answersDelivery:
    /\b(?:domicilio|delivery|entreg\w*|envi\w*|tra\w*me\w*|traen\w*|mand\w*|a (?:mi |la )?casa)\b/,
};
