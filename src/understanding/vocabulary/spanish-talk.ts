import type { Command } from './vocabulary.js';

/** Words that begin an utterance and count for nothing. */
const LEAD =
  '(?:(?:eh|ehm|este|ah|ay|alo|bueno|ok|okay|oiga|oye|hola|espere|espera|perdon|disculpe|por favor|no|si|y|pero|pues|me puede|puede|puedes|podria|nada mas) )*';
const NO_ORDER =
  '(?: (?!quiero|quiere|quisiera|dame|deme|una?|dos|tres|agreg\\w*|pon\\w*|con|pedir|ordenar)\\w+){0,6}$';
const PEOPLE =
  '(?:(?:mi|mis|los|la|el) (?:esposa|esposo|hijos?|hijas?|ninos|mama|papa|novia|novio|amig[oa]s?|familia|jefe|senora|marido|mujer))';
const MOMENT =
  '(?:un|deme un|dame un|permitame un|nada mas un) (?:momento|momentito|segundo|segundito|minuto|minutito|ratito)';
const SWEARING =
  'mierda|carajo|chinga\\w*|pinche\\w*|puta\\w*|puto|pendej\\w*|idiotas?|estupid\\w*|joder|cabron\\w*|verga|ridiculo|maldit\\w*|porqueria|basura|inutil\\w*';

/** What callers say beside the point, before any other command. */
export const SPANISH_TALK: readonly (readonly [Command, RegExp])[] = [
  [
    'hearing',
    new RegExp(
      `^${LEAD}(?:(?:si )?me (?:escuchas?|oyes?|oye|escucha)|(?:sigue|sigues|esta|estas) ahi|hay alguien(?: ahi)?|quien contesta|alguien ahi)(?: (?:bien|todavia|ahora|hola))*$`,
    ),
  ],
  [
    'wait',
    new RegExp(
      `^${LEAD}(?:esper[ae](?:me)?|aguant[ae](?:me)?|permitame|${MOMENT})(?: (?:tantito|por favor|que|voy a|dejeme|dejame|deja|estoy|estamos|${PEOPLE}|esta|le|les|me|${MOMENT}))* (?:pregunt\\w*|pens\\w*|ver|viendo|decid\\w*|consult\\w*|revis\\w*|checar|checo|escog\\w*|eligiendo)${NO_ORDER}`,
    ),
  ],
  [
    'wait',
    new RegExp(
      `^${LEAD}${PEOPLE} (?:me )?(?:esta|estan) (?:pregunt|pens|decid|diciendo|habl|escog|viendo)\\w*${NO_ORDER}`,
    ),
  ],
  [
    'wait',
    new RegExp(
      `^${LEAD}(?:(?:estoy|estamos|seguimos|sigo)(?: todavia| aun)? (?:pensando|decidiendo|viendo|escogiendo|eligiendo)|(?:todavia |aun )?no (?:se|sabemos) que (?:pedir|quiero|queremos|ordenar)|(?:todavia|aun) no (?:se|sabemos)|no (?:se que pedir|estoy segur[oa] (?:de )?que|hemos decidido|he decidido)|dej[ae](?:me|nos) (?:pensar\\w*|ver|preguntar\\w*|checar|revisar)|a ver(?! (?:\\w+ )?(?:que|cual|cuales|cuanto|tienen?|hay|si)\\b))${NO_ORDER}`,
    ),
  ],
  [
    'wait',
    new RegExp(
      `^${LEAD}(?:(?:ahorita|ahora|ya|al rato|en seguida|enseguida) (?:mismo )?(?:vuelvo|regreso|vengo)|(?:vuelvo|regreso) (?:en )?(?:ahorita|un (?:momento|momentito|segundo|minuto)|ya|enseguida)|no (?:me )?(?:cuelgue|cuelgues|corte|cortes)(?: .*)?)(?: (?:por favor|espere|espereme|esperame|eh|si|un momento|no cuelgue|${MOMENT}))*$`,
    ),
  ],
  [
    'wait',
    new RegExp(
      `^${LEAD}(?:(?:esper[ae](?:me|te)?|aguant[ae](?:me)?|permit[ae]me|dej[ae](?:me)?|dame chance|deme chance|chance|${MOMENT})(?: (?:tantito|un|poquito|momento|momentito|segundo|por favor|chance|y|que|porque))* )+(?:(?:le|les|voy a|yo) )*pregunt\\w*(?! por)\\b(?! cuanto)`,
    ),
  ],
  [
    'wait',
    new RegExp(
      `^${LEAD}(?:(?:hijo|hija|mijo|mija|amor|mama|nino|nina|esperate|espera|callate|ahorita|estoy|hablando|al|telefono|por|en el|ya|voy) )*(?:estoy hablando|estoy al telefono|estoy en el telefono)$|^(?:no te hablo a ti|no le hablo a usted|no es a usted|contigo no)$`,
    ),
  ],
  // A question that the line is never asked is for somebody in the room.
  [
    'wait',
    /^(?:(?:oye|oiga|a ver|este|eh|espere|espera|perdon) )*(?:mi amor|amor|mi vida|cielo|carino|corazon|gorda|gordo|vieja|viejo|hijo|hija|mijo|mija|mama|papa|ninos|chicos|muchachos) (?:que |tu |de que )*(?:quiere[ns]?|prefiere[ns]?|te gusta|les gusta|va[ns] a querer|se te antoja)\b(?!.* (?:quiero|deme|me da|ponme|pongame|vamos a querer|queremos)\b).*$/,
  ],
  [
    'wait',
    /^(?:esper[ae](?:me)?|aguant[ae](?:me)?|un (?:momento|momentito|segundo)|(?:me )?permit[ae](?:me)?)(?: \w+){0,4} (?:llaman|telefono|puerta|timbre|bebe|nino|nina|perro|hijo|hija|esposo|esposa|tocando|llorando)(?: (?:por|de|al) (?:telefono|puerta|otro telefono))?$/,
  ],
  [
    'repeat',
    new RegExp(
      `^${LEAD}(?:(?:hable|habla|hablar|digalo|lea|repita)(?: (?:un poco|un poquito|mas))* (?:fuerte|alto|despacio|lento)|mas (?:despacio|lento|fuerte|alto)|(?:habla|hable|va|vas) (?:muy|demasiado) (?:rapido|bajo|bajito)|muy (?:rapido|bajito)|no (?:le |te |lo |la )?(?:escucho|oigo|entiendo|entendi|escuche|oi)(?: (?:bien|nada|que dijo|lo que dijo))*|que (?:dijo|dijiste|fue lo que dijo)|como dice|cual era la pregunta|que quiere decir)(?: (?:por favor|otra vez|bien))*$`,
    ),
  ],
  [
    'complaint',
    /\b(?:queja\w*|quejar\w*|reclam\w*|reembolso|servicio al cliente|atencion a clientes?|devuelvan mi dinero)\b|\b(?:mi|el|la) (?:pedido|orden|pizza|comida) (?:llego|estaba|vino) (?:\w+ )?(?:fri[oa]|mal|tarde|equivocad[oa]|quemad[oa]|crud[oa]|incomplet[oa])\b|\bse (?:les )?olvid\w+\b|\b(?:mandaron|enviaron|trajeron|dieron)\b.*\b(?:mal|equivocad[oa]|fri[oa]|otra cosa)\b|\bfalt(?:a|o|aba) (?:algo|una cosa|un producto)\b/,
  ],
  [
    'complaint',
    /\b(?:cambiar|cancelar|agregar(?:le)? (?:algo )?a|modificar)\b.*\b(?:pedido|orden)\b.*\b(?:acabo de|ya|que) (?:hacer|hice|pedi|hicimos|pedimos)\b|\b(?:me equivoque (?:con|en) (?:mi|el|un)|(?:mi|el|un)) (?:pedido|orden) de hace (?:rato|un rato|poco|\w+ minutos)\b|\bme equivoque (?:con|en) (?:mi|el) (?:pedido|orden)\b|\bacabo de (?:hacer|pedir) (?:un pedido|una orden)\b/,
  ],
  [
    'ready',
    /^(?:(?:no|si|pero|pues|es que|yo|nosotros) )*(?:ya )?(?:pedi|pedimos|ordene|ordenamos|habia pedido|hice (?:el|mi) pedido)(?: (?:ya|antes|en linea|por internet|por la aplicacion))*$|\b(?:pedi|pedimos|ordene|ordenamos|hice (?:un|mi) pedido) (?:hace|desde)\b|\b(?:sigo|seguimos|estoy|llevo \w+ \w+) esperando (?:mi|el|la) (?:pedido|orden|comida|pizza)\b|^(?:ya )?(?:estoy|estamos) (?:afuera(?: (?:para|por) .*)?|aqui (?:afuera|para|por) ?.*)$|\bhace (?:como |mas de |ya )*(?:una|media|dos|\d+|\w+) (?:horas?|minutos|rato)(?: y media)?(?: que)? (?:les |le )?(?:pedi|pedimos|ordene|hice)\b|\b(?:pedi|pedimos|ordene|encargue)\b.*\b(?:no (?:me |nos )?(?:ha|han) (?:llegado|traido|entregado)|no (?:me |nos )?lleg(?:o|a))\b|\bcuanto (?:mas )?(?:falta|le falta) (?:a|para) (?:mi|el|la) (?:pedido|orden|comida)\b|\b(?:mi|el|la) (?:pedido|orden|comida) no (?:ha llegado|llega)\b/,
  ],
  [
    'payment',
    /\bpropinas?\b|\b(?:apple|google|samsung) pay\b|\bpay ?pal\b|\bpag(?:o|ar|arle|are) (?:ahora|ahorita|despues|al recibir|por telefono|en linea|en efectivo|con)\b|\bsolo efectivo\b|^(?:(?:es|seria|va a ser|pago|pagaria|voy a pagar|te pago|le pago|y|en|con) )*(?:efectivo|cash|dinero en efectivo)(?: por favor)?$|\bdividir la cuenta\b/,
  ],
  [
    'person',
    /\b(?:no )?hay (?:nadie|alguien|alguna? persona) (?:que|para|ahi que) (?:me |nos )?(?:atiend|contest|ayud|habl)\w*/,
  ],
  ['robot', /^(?:(?:un|una|eres|es|ah|oh) )*(?:robot|maquina|computadora|grabacion|contestadora)$/],
  [
    'callback',
    /\b(?:me|nos) (?:pueden|puede|puedes|podrian|podria) (?:llamar|marcar|devolver la llamada|regresar la llamada)\b|\b(?:que (?:me|nos) (?:llamen|marquen|devuelvan la llamada)|llamenme|llameme|devuelvame la llamada|dejar un (?:mensaje|recado))\b/,
  ],
  [
    'records',
    /^(?:(?:no|si|pero|pues|es que|ya|creo que|este|ustedes) )*(?:tienen?|saben?) (?:mi|nuestra|mis|nuestros) (?:direccion|domicilio|datos|numero|telefono|informacion)(?: (?:ya|registrad[oa]s?|ahi|en el sistema|de la otra vez|de antes))*$|^(?:(?:no|si|pues|es|a|en|quiero|deme|ponme|me da) )*(?:la|el|lo) (?:mism[oa]|misma direccion|mismo domicilio)(?: direccion| domicilio)? (?:de siempre|que (?:la (?:otra|ultima) vez|siempre)|de la (?:otra|ultima) vez)$|\blo de siempre\b|^(?:siempre (?:les )?pido|pido siempre|soy cliente)(?: \w+){0,4}$/,
  ],
  [
    'unknown',
    /\bse me (?:olvido|quedo|perdio) (?:algo|una? \w+|mi \w+|la \w+|el \w+) (?:en el restaurante|ahi|alla|en la mesa|con ustedes)\b|\b(?:tarjetas? de regalo|estacionamiento|estacionar\w*|wi ?fi|internet|reservaci\w+|reservas?|reservar|(?:apartar|tener|quiero) una mesa|mesa para|terraza|mesas afuera|banquetes?|calorias?|nutri\w+|contratando|vacantes?|empleo|trabajo ahi|banos?|silla de ruedas|periqueras?|(?:perros?|mascotas?)|puntos|clima|fiestas? (?:infantil\w*|de cumpleanos)|salon privado|musica en vivo|hora feliz)\b|\b(?:cuent|dig|sab|cant)\w* (?:un |una |algun )?(?:chistes?|cancion|cuento)\b|\bque hora es\b/,
  ],
  [
    'who',
    new RegExp(
      `^${LEAD}(?:quien (?:habla|es|eres)|con quien hablo|como (?:te llamas|se llama)|cual es (?:tu|su) nombre|es (?:la pizzeria|el restaurante|el numero correcto)|(?:a donde|donde) (?:hablo|marque|llame)|que restaurante es)$`,
    ),
  ],
  [
    'browse',
    /\b(?:que|cual|cuales|algo)\b.*\b(?:recomiend\w+|lo mas (?:rico|ric[oa]s?|buen[oa]s?)|sugier\w+|popular\w*|mas (?:vendid|pedid)\w+|favorit\w+|especialidad)\b|^que (?:esta|es|hay)(?: de)? (?:buen[oa]|ric[oa])(?: hoy| ahi)*$|\balguna (?:recomendacion|sugerencia)\b|^(?:sorprendame|sorprendeme|usted (?:escoja|elija|decida))$/,
  ],
  [
    'upset',
    new RegExp(
      `^(?=.*\\b(?:${SWEARING})\\b)(?:(?:${SWEARING}|que|la|el|a|tu|su|de|es|son|esto|esta|este|no|ya|y|muy|maquina|robot|vete|vayase|al|madre|dios|mio|por|favor|me|me lleva|un|una|tan|eso|todo|usted|ustedes|eres|sirve|nada|para) ?)+$`,
    ),
  ],
  [
    'upset',
    /^(?:callate|callese|esto (?:es|esta) (?:muy )?(?:lento|frustrante|desesperante|inutil|terrible|horrible)|no (?:me )?(?:entiendes|entiende|escuchas|escucha)(?: nada)?|odio (?:esto|las maquinas|los robots)|que desesperacion)$/,
  ],
  [
    'goodbye',
    /^(?:perdon |disculpe |ay |tengo el )*(?:numero equivocado|me equivoque de numero|equivocado de numero)$/,
  ],
];

/** Said alone, they answer nothing. */
export const SPANISH_CHAT =
  '(?:perdon )?se (?:me )?corto(?: la llamada)?|(?:si |ya )*(?:ya )?(?:volvi|regrese|estoy de vuelta|estoy de regreso)|perfecto|genial|excelente|buenisimo|que bueno|muy bien|super|padre|que padre|a+y+|u+y+|huy|ah|uf+|que onda|que hubo|quiubo|que pedo|que tal|(?:si |ya )*(?:aqui (?:sigo|estoy|seguimos|ando)|sigo (?:aqui|en (?:la )?linea)|estoy (?:aqui|listo|lista)|(?:estoy )?de vuelta|todavia (?:aqui|estoy)(?: aqui)?)|(?:no )?esta(?:n)? (?:muy |medio |un poco |bien )?(?:car|barat)[oa]s?|que (?:car|barat)[oa]s?|(?:son|es) para (?:mi|nosotros|el|ella|ellos)|no (?:pasa nada|importa|hay (?:ningun )?problema)|mi amor|amor|perdon|gracias|muchas gracias|muy amable|eh+m?|este|a ver|dios mio|dios|jesus|salud|que tal|como esta(?:s|n)?|apurate|apurese|rapido|tengo prisa|mama|mami|papa|papi|ja|jaja|la|achis|mmm+|que rico|no se preocupe|(?:(?:me )?(?:gustaria|quiero|quisiera|queria|puedo|podria|deseo|voy a) )+(?:hacer|poner|levantar|pedir|ordenar)(?: (?:un pedido|una orden|algo(?: de comer)?|comida|mi pedido|mi orden))?|no hay problema|sabe que|fijese|hola';

/** A yes that is not a clear one. */
export const SPANISH_HESITATION = /\b(?:supongo|creo que si|tal vez|quizas?|a lo mejor)\b/;
