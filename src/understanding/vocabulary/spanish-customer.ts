import type { CustomerWords } from './customer-words.js';

const NUMBER =
  '(?:\\d+[a-z]?|cero|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\\p{L}+|veint\\p{L}+|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|\\p{L}*cientos|quinientos|mil)';
const HOUSE = `${NUMBER}(?: (?:y )?${NUMBER})*`;
const STREET =
  'calle|avenida|av|calzada|boulevard|bulevar|plaza|camino|carretera|paseo|colonia|privada|street|avenue|road|lane|drive|square|broadway|bowery';

/** Latin American Spanish. */
export const SPANISH_CUSTOMER: CustomerWords = {
  givesAddress:
    /(?<!\p{L})(?:(?:mi|la) direcci[oó]n es|vivo en|vivimos en|(?:entr[eé]g|env[ií]|m[aá]nd|tr[aá][ei])\p{L}* (?:a|en)(?! (?:mi |la )?(?:casa|domicilio))|a domicilio (?:a|en)) (?=\S)/iu,
  mayGiveAddress: new RegExp(
    `(?<!\\p{L})(?:a|en|al|direcci[oó]n|domicilio),? (?=(?:(?:la )?(?:${STREET})(?!\\p{L}) (?:[\\p{L}.]+ ){0,3}?${HOUSE}|${HOUSE} (?:[\\p{L}\\d.]+ ){0,3}?(?:${STREET}))(?!\\p{L}))`,
    'iu',
  ),
  bareAddress: new RegExp(
    `(?:^(?:(?:este|eh|bueno|s[ií]|es|la direcci[oó]n es|direcci[oó]n|en|a|al|el|y|para)[\\s,]+)*|[,.] ?(?:(?:a|en|al|el|para|es|son|digo|sino) )*|(?<!\\p{L})(?:a|en|al|el|para) )(?=(?:(?:la )?(?:${STREET})(?!\\p{L}) (?:[\\p{L}.]+ ){0,3}?(?:n[uú]mero )?(?:\\d{1,5}(?!\\d)|${HOUSE})|\\d{1,5} (?:de )?(?:[\\p{L}\\d.]+ ){0,3}?(?:${STREET})|(?:[\\p{L}\\d]+ ){1,2}?(?:street|avenue|road|lane|drive|square|broadway|bowery),? (?:n[uú]mero |al )?\\d{1,5}(?!\\d)|(?:broadway|bowery) \\d{1,5})(?!\\p{L}))`,
    'iu',
  ),
  beforeAddress:
    /^(?:ehm?|ay|uy|este|espere?|bueno|pues|s[ií]|claro|ok|okay|hola|no|y|por favor|perd[oó]n|me equivoqu[eé]|est[aá] mal|corrijo|dije|quise decir|mejor|(?:mi|la) direcci[oó]n(?: es)?|es|son|vivo|entr[eé]g\S*|env[ií]\S*|m[aá]nd\S*|a domicilio|ser[ií]a|en|al?)(?=[\s,.])[\s,.]*/i,
  politeEnd:
    /(?<![,\s])[,\s]*(?:por favor|(?:muchas )?gracias|como (?:ya )?(?:le )?dije|ya (?:le|te) dije|eso es|no \S+(?: \S+){0,2})?[.!?,\s]*$/i,
  addressEnd:
    /[.;!?](?:\s|$)|,? (?:y|también) (?=(?:una?|la|el|dos|tres|quiero|mi|es todo|a nombre|no|que|sin|me|nos|a la|al|p[oó]n\p{L}*)(?!\p{L}))|,? (?=(?:a nombre|mi nombre|el nombre|me llamo|soy \p{L}|quiero|quisiera|me (?:da|puede)|(?:eso )?es todo|ser[ií]a todo|nada m[aá]s|para (?!el|la)\p{L}+$)(?!\p{L}))|,? (?=(?:me pon\p{L}*|ponme|p[oó]ngame|deme|dame|me das?|y me|para (?:recoger|llevar)|a domicilio|por favor)(?!\p{L}))|, ?(?=(?:una?|dos|tres|cuatro|cinco|seis) \p{L}{3})|(?<=(?:street|avenue|road|lane|broadway|\d),?) (?=una? \p{L}{3})/iu,
  street: new RegExp(
    `(?:${STREET}|departamento)\\.? \\S+|\\S+ (?:street|avenue|road|lane|drive|square|broadway|bowery)\\b`,
    'i',
  ),
  houseNumber: new RegExp(`^${HOUSE}(?![\\p{L}\\d])`, 'iu'),
  houseIs:
    /(?<!\p{L})(?:el n[uú]mero(?: de (?:la )?(?:casa|calle))?|la direcci[oó]n|(?:es )?en el) (?:es |era )?(?:el )?(?<number>\d{1,5})(?=$|[.,;]| no |,? no(?:$|\P{L}))/iu,
  apartment: new RegExp(
    `(?<!\\p{L})(?:departamento|depto|depa|apartamento|apto|apartment|apt|interior|piso)(?: n[uú]mero)? (?:${HOUSE}|[a-z](?!\\p{L}))(?: [a-z](?!\\p{L}))?|(?<!\\p{L})(?:primero|segundo|tercero|cuarto|quinto|sexto|bajo) [a-z](?!\\p{L})`,
    'iu',
  ),
  noApartment:
    /^(?:(?:no|eh|ah|pero|y|si|es|una?|es que) )*(?:(?:sin|no tiene|no hay|no tengo|ningun) (?:numero de )?(?:apartamento|depa|departamento|piso|apto)|(?:una )?(?:casa|tienda|oficina|negocio))$/,
  door: /(?<!\p{L})(?:(?:d[ií]g[ao](?:n?le)?|dile|av[ií]se(?:n?le)?|pid[ae](?:n?le)?)? ?(?:al?|que (?:el|la)) (?:repartidor[ae]?|chofer|muchacho|motociclista|mensajero|conductor)(?= (?:que |no |se |lo |la |me |to)+)|(?:(?:en|es) )?(?:el )?(?:primer|segundo|tercer|cuarto|quinto|sexto|s[eé]ptimo|octavo|noveno|d[eé]cimo|[uú]ltimo) piso(?!\p{L})|(?:en |es )?(?:la )?planta baja|d[eé]j[ae](?:n|lo|la|los|las|nlo|nla|nlos)* (?:con|en|afuera|a)|que lo dejen (?:con|en)|(?:que |no )*to(?:que|quen|car|cas|ca)(?:n)? (?:el |al )?(?=\p{L})|(?:que )?pulsen? |timbre |ll[aá]m\p{L}*(?:me)? (?:cuando|al llegar)|entr[eé]gu\p{L}* (?:al? |en )(?:portero|recepci[oó]n|vigilante|guardia)|(?:el )?c[oó]digo (?:de la puerta|del portal|del edificio|de entrada)(?: es)?|el c[oó]digo es(?! \d{5}(?!\d)))[^.;!?]*/iu,
  flat: /^(?:apartamento|apartment|apto|depto|departamento|depa|interior)\b|^(?:primero|segundo|tercero|cuarto|quinto|sexto|bajo) [a-z]$/i,
  beforeDoor: /^[,\s]*(?:(?:y|que|pero|tambi[eé]n|por favor)\s+)*/i,
  behindDoor: /[,\s]*(?:\b(?:y|que|pero))?[,\s]*$/i,
  asksPlace:
    /(?<!\p{L})(?:entrega(?:n|s|is)?|entreg[aá]is|repart(?:en|es|[ií]s)|env[ií](?:an|as|[aá]is)|mand(?:an|as|[aá]is)|llev(?:an|as|[aá]is)|lleg(?:an|as|[aá]is)|(?:van|vais|vienen|ven[ií]s)(?= hasta\b)|(?:hacen|hac[eé]is|haces|tienen|ten[eé]is|hay) (?:entregas?|env[ií]os?|repartos?|servicio|domicilios?|delivery)|(?:pueden?|puedes|pod[eé]is|podr[ií]ai?s|podr[ií]an) (?:entregar|llevar|mandar|enviar|repartir|traer))(?: (?:a domicilio|pedidos|comida|pizzas?))* (?:a|al|en|hasta|por) (?!domicilio|favor|(?:mi |la )?casa)(?:(?:ac[aá]|aqu[ií]|ah[ií]),? (?:(?:yo|es que) )?(?:estoy|estamos|vivo|vivimos|es) (?:(?:en|por|a) )?)?(?<place>.+)$|(?<!\p{L})(?:est[aá]) (?<here>\S+(?: \S+){0,5}?) (?:en|dentro de) (?:su|el|la|vuestra?) (?:[aá]rea|zona)|(?<!\p{L})(?:estoy|estamos|vivo|vivimos) (?:por |cerca de )?(?:en )?(?<there>.+?) (?:y )?(?:entregan|entreg[aá]is|reparten|repart[ií]s|llegan|lleg[aá]is|llevan|llev[aá]is|mandan|env[ií]an|env[ií][aá]is|vienen|ven[ií]s)(?: (?:aqu[ií]|ac[aá]|hasta ac[aá]|hasta aqu[ií]|ah[ií]|a domicilio|por aqu[ií]))*$/iu,
  furtherPlace:
    /^(?:(?:y|pero|oiga|ah|bueno|ok|okay|este|pues|entonces|qu[eé] tal),? )*(?:(?:est[aá] |es |vivo |estoy |ser[ií]a |queda )?(?:a|al|hasta|en|por|para) (?!domicilio|(?:mi |la )?casa|favor|qu[eé]|recoger|llevar|nombre|cu[aá]nto|las? \p{L}+(?: y \p{L}+)?$)|(?=(?:la )?(?:calle|avenida) ))(?<place>.+?)[?.!]*$/iu,
  wantsDelivery: /\b(?:me|nos|puedes?|pueden|podrian?|podrias)\b/,
  forDay: /^(?:\S* )?(?:para|el|este|esta|mas|despues|al) /,
  fixOrder: /^cambiar\b/,
  fixItem: /\b(platillos?|articulos?|productos?)$/,
  fixName: /^(el |mi )?nombre$/,
  aboutAddress:
    /\b(?:direccion|apartamento|apto|departamento|depto|depa|interior|calle|equivo\w*|mal)\b/,
  fixAddress: /^(la |mi )?direccion$/,
  places: /^(confirm|envi|mand|realic|realiz|hag|haz)/,
  streetAlone:
    /^(?:la )?(?:calle|avenida|avda) (?:(?:de|del|la|los|las) )*[a-z]{3,}(?: [a-z]{3,})?$/,
  asksAddress:
    /\b(?:que|cual) (?:direccion|domicilio) (?:tiene|anoto|apunto|puso|le di)\b|\bcual es la direccion que\b|\b(?:tiene|anoto|apunto) (?:mi|la) direccion\b|\ba que direccion\b/,
};
