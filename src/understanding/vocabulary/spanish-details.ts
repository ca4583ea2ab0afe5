import { SPANISH_SIMILAR } from './spanish-similar.js';
import type { DetailWords } from './detail-words.js';

const SPOKEN =
  '(?:\\d|(?:doble|triple|cero|un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieci\\p{L}+|veint\\p{L}+|\\p{L}+enta|cien)(?!\\p{L}))';

/** Spanish of America and of Spain. */
export const SPANISH_DETAILS: DetailWords = {
  postalCode: new RegExp(
    `(?<!\\p{L})(?:(?:y|con|en) )?(?:(?:mi|el|su) )?(?:c[oó]digo(?: postal)?|zip(?: code)?|cp|c\\.p\\.)(?: (?:es|ser[ií]a|de|del|el))*[\\s,:]+(?=${SPOKEN})|(?<=domicilio )(?:en|a) (?:el )?(?=\\d{5}(?!\\d))|(?<!\\p{L})(?:entreg|repart|llev|lleg|env[ií]|mand)\\p{L}* (?:a domicilio )?(?:en|al?|hasta) (?:el )?(?=\\d{5}(?!\\d))|(?<!\\p{L})(?:vivo|vivimos|estoy|estamos) en (?:el )?(?=1\\d{4}(?!\\d))`,
    'iu',
  ),
  aroundCode:
    /^(?:(?:es|y|que tal|el|en|si|este|eh|bueno|pues|vivo|vivimos|estoy|estamos|ok|perdon|no|digo) )+|(?: (?:por favor|gracias|es mi codigo(?: postal)?))+$/,
  phone: new RegExp(
    `(?<!\\p{L})(?:y )?(?:(?:me )?(?:pueden?|puedes|podéis)? ?(?:llam\\p{L}+) al|(?:(?:mi|el|un) )?(?:n[uú]mero(?: de)? )?(?:tel[eé]fono|m[oó]vil|celular|cel|n[uú]mero|whatsapp)(?: (?:de contacto|m[oó]vil|celular|es|ser[ií]a|el))*)[\\s,:]+(?=(?:\\+|\\(|${SPOKEN}))`,
    'iu',
  ),
  callsPhone: /\b(?:telefono|movil|celular|cel|whatsapp|llam\w+|mi numero|lada|prefijo)\b/,
  namesPhone: /\b(?:numero|telefono|cel|celular|movil|whatsapp|llam\w+)\b/,
  aroundDigits:
    /^(?:(?:y|luego|entonces|este|eh|ok|bueno|si|no|espere|espera|perdon|disculpe|es|son|digo|quise decir|mejor|el resto(?: es)?|los ultimos(?: cuatro)?(?: son)?|termina en|al final) )+|(?: (?:por favor|gracias|al final|no (?:\d ?)+|perdon|digo))+$/,
  withDigits: new Set(['doble', 'triple', 'mil']),
  ownPhone:
    /\b(?:numero|telefono) (?:del que|desde el que|de donde|desde donde|con el que) (?:(?:le|les|te) )?(?:llamo|estoy llamando|hablo)\b|^(?:(?:es|en|si|pues|a|use|usa) )*(?:este (?:mismo )?(?:numero|telefono)|(?:el|al) mismo (?:numero|telefono)?|este es mi numero)(?: (?:esta bien|por favor|mismo))*$/,
  asksPhone:
    /^(?:(?:y|oye|oiga|este|eh|pues) )*(?:necesita[ns]?|quiere[ns]?|tiene[ns]?|le doy|te doy|les doy|hace falta|ocupa[ns]?)(?: que (?:le|te|les) de)? (?:mi|un|el) (?:numero|telefono|celular)(?: (?:de telefono|de contacto|tambien|de celular))*$/,
  digits: [
    [/\bdoble (\w+)\b/g, '$1 $1'],
    [/\btriple (\w+)\b/g, '$1 $1 $1'],
    [/\buna\b/g, 'uno'],
  ],
  ordersOnly:
    /^(?:(?:hola|buenas|buenos|dias|tardes|noches|si|este|eh|bueno|pues|oiga|oye|mire|fijese|fijate|que|le|te|mi|amor|llamo|llamaba|llamando|hablo|hablaba|hago|estoy|estaba|marcaba|senorita|senor|senora|joven|amigo|amiga|quiero|quisiera|queria|queriamos|queremos|me|nos|gustaria|puedo|podria|podemos|para|necesito|es|seria|posible|se|puede) )*(?:(?:hecho|hacer|hacerle|hacerte|encargar|pedir|ordenar|dejar|poner|programar|reservar|hacerles) ?)(?:(?:un|una|mi|el|la|algo|comida|pedido|orden|encargo|grande|para|oficina|pizza|pizzas|de|por favor|gracias|encargado|encargada|hecho|hecha) ?)*$/,
  asksAhead:
    /\b(?:toman|tomais|aceptan|aceptais|hacen|haceis|puedo|podria|podemos|se puede|reciben)(?: (?:hacer|encargar|pedir|ordenar|dejar|programar|un|una|pedidos?|ordenes|orden|encargos?|algo|comida))* (?:para (?:mas tarde|luego|despues|otro dia|otra hora|mas adelante)|por adelantado|con (?:antelacion|anticipacion|tiempo))$/,
  notBefore:
    /(?<!\p{L})(?:(?:pero|y|que) )*(?:no (?:(?:est[eé]n?|sean?|vengan?|lleguen?|queden?|lo quiero|la quiero|lo traigan|la traigan|list[oa]s?) )*)(?=antes de)|(?<!\p{L})no l[ao]s? (?:quiero|queremos|necesito|necesitamos) (?=hasta las?(?!\p{L}))/iu,
  namesSelf:
    /(?<!\p{L})(?:soy|es|me llamo|a nombre de|para|nombre|de|habla)(?= \p{L}+(?: \p{L}+)?$)/u,
  thisDay: /^(?:para )?hoy$/,
  movesTime:
    /^(?:(?:no|mejor|oiga|oye|perdon|puede|puedes|podria|podemos|y|ay|por favor|que|si|pero|espere) )*(?:(?:que sea|hagalo|hazlo|ponerlo|ponlo|pongalo|dejelo|dejemoslo)(?: (?:para|a))? las? (.+?)|(?:cambi\w*|muev\w*|mover\w*|pas[ae]\w*) (?:la hora |el pedido |la entrega )?(?:a|para) las? (.+?))(?: (?:mejor|por favor|entonces))*$/,
  self: /^(?:yo|eso|esto|aqui|mi (?:casa|calle|direccion)|nosotros)$/,
  similar: SPANISH_SIMILAR,
};
