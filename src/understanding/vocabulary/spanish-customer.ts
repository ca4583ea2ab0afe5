import type { CustomerWords } from './customer-words.js';

const NUMBER =
  '(?:\\d+[a-z]?|cero|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\\p{L}+|veint\\p{L}+|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|\\p{L}*cientos|quinientos|mil)';
const HOUSE = `${NUMBER}(?: (?:y )?${NUMBER})*`;
const STREET =
  'calle|avenida|av|calzada|boulevard|bulevar|plaza|camino|carretera|paseo|colonia|privada|street|avenue|road|lane|drive|square|broadway|bowery';

/** Latin American Spanish. */
export const SPANISH_CUSTOMER: CustomerWords = {
  givesAddress:
    /(?<!\p{L})(?:(?:mi|la) direcci[oó]n es|vivo en|vivimos en|(?:entreg|env[ií]|mand|tra[ei])\p{L}* (?:a|en)(?! (?:mi |la )?(?:casa|domicilio))|a domicilio (?:a|en)) (?=\S)/iu,
  mayGiveAddress: new RegExp(
    `(?<!\\p{L})(?:a|en|al|direcci[oó]n|domicilio),? (?=(?:(?:la )?(?:${STREET})(?!\\p{L}) (?:[\\p{L}.]+ ){0,3}?${HOUSE}|${HOUSE} (?:[\\p{L}\\d.]+ ){0,3}?(?:${STREET}))(?!\\p{L}))`,
    'iu',
  ),
  beforeAddress:
    /^(?:ehm?|este|bueno|pues|s[ií]|claro|ok|okay|hola|no|y|por favor|perd[oó]n|dije|quise decir|mejor|(?:mi|la) direcci[oó]n(?: es)?|es|son|vivo|entr[eé]g\S*|env[ií]\S*|m[aá]nd\S*|a domicilio|ser[ií]a|en|al?)(?=[\s,.])[\s,.]*/i,
  politeEnd:
    /(?<![,\s])[,\s]*(?:por favor|(?:muchas )?gracias|como (?:ya )?(?:le )?dije|ya (?:le|te) dije|eso es|no \S+(?: \S+){0,2})?[.!?,\s]*$/i,
  addressEnd:
    /[.;!?](?:\s|$)|,? (?:y|también) (?=(?:una?|la|el|dos|tres|quiero|mi|es todo|a nombre)(?!\p{L}))|,? (?=(?:a nombre|mi nombre|el nombre|me llamo|soy \p{L}|quiero|quisiera|me (?:da|puede)|(?:eso )?es todo|ser[ií]a todo|nada m[aá]s|para (?!el|la)\p{L}+$)(?!\p{L}))/iu,
  street: new RegExp(
    `(?:${STREET}|departamento)\\.? \\S+|\\S+ (?:street|avenue|road|lane|drive|square|broadway|bowery)\\b`,
    'i',
  ),
  houseNumber: new RegExp(`^${HOUSE}(?![\\p{L}\\d])`, 'iu'),
  apartment: new RegExp(
    `(?<!\\p{L})(?:departamento|depto|depa|apartamento|interior|piso|n[uú]mero) (?:${HOUSE}|[a-z](?!\\p{L}))(?: [a-z](?!\\p{L}))?`,
    'iu',
  ),
  door: /(?<!\p{L})(?:d[eé]j[ae](?:n|lo|la|los|las|nlo|nla|nlos)* (?:con|en|afuera|a)|que lo dejen (?:con|en)|(?:no )?to(?:que|quen|car) |timbre |ll[aá]m\p{L}*(?:me)? (?:cuando|al llegar)|entr[eé]gu\p{L}* (?:al? |en )(?:portero|recepci[oó]n|vigilante|guardia)|el c[oó]digo es)[^.;!?]*/iu,
  asksPlace:
    /(?<!\p{L})(?:entregan|entrega|reparten|env[ií]an|mandan|llevan|llegan|(?:hacen|tienen|hay) (?:entregas?|env[ií]os?|reparto|servicio)|(?:pueden|puede|podr[ií]an) (?:entregar|llevar|mandar|enviar))(?: (?:a domicilio|pedidos|comida|pizzas?))* (?:a|al|en|hasta|por) (?!domicilio|(?:mi |la )?casa)(?<place>.+)$|(?<!\p{L})(?:est[aá]) (?<here>\S+(?: \S+){0,5}?) (?:en|dentro de) (?:su|el|la) (?:[aá]rea|zona)/iu,
  forDay: /^(?:\S* )?(?:para|el|este|esta|mas|despues|al) /,
  fixOrder: /^cambiar\b/,
  fixItem: /\b(platillos?|articulos?|productos?)$/,
  fixName: /^(el |mi )?nombre$/,
  fixAddress: /^(la |mi )?direccion$/,
  places: /^(confirm|envi|mand|realic|realiz|hag|haz)/,
};
