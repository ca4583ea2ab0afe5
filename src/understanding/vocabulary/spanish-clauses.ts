import type { ClauseWords } from './clause-words.js';

/** How Spanish begins something new within a sentence. */
export const SPANISH_CLAUSES: ClauseWords = {
  joints:
    /^(?:y|e|luego|entonces|pero|tambien|ademas|ay|ah|oiga|oye|este|eh+|bueno|pues|ok|okay|por favor|mejor|nomas|solo|solamente|si|no(?! (?:quiero|queremos|quisiera|necesito|me|nos|se|le|la|lo|te)\b))(?= )/,
  answers: /^(?:si|no|ok|okay|bueno)$/,
  opens: new RegExp(
    '^(?:' +
      [
        // What is wanted, and what is not.
        '(?:ya )?no (?:quiero|queremos|quisiera|necesito|me|nos|se|le|la|lo|te)(?= )',
        '(?:me|nos) (?:da|das|pone|pones|trae|traes|puede|puedes|podria|gustaria|agrega|regala|apunta)(?= )',
        '(?:deme|dame|ponme|pongame|traigame|regaleme|regalame|agregue(?:me)?|agrega(?:me)?|anade(?:me)?|anada(?:me)?|apunteme)(?= )',
        '(?:quiero|quisiera|queremos|necesito|voy a querer|vamos a querer)(?= )',
        '(?:puede|puedes|podria|podrias) (?:agregar|anadir|poner|quitar|cambiar|hacer|entregar|repetir|decir|darme|ponerme|traerme|mandarme)\\w*',
        // Changes of what was said.
        '(?:que sean?|hagala|hazla|hagalo|hazlo|cambie(?:la|lo|me)?|cambia(?:la|lo|me)?|cambiela|quite(?:le|la|lo|me)?|quita(?:le|la|lo|me)?|pongale|ponle|elimin\\w+|borr[ea]\\w*)(?= )',
        // The end of the order.
        '(?:es|seria|eso es|con eso es|nomas es) (?:todo|lo unico)',
        '(?:ya )?con eso(?: (?:ya|vale|basta|estamos|nada mas|nomas))?(?= (?:gracias|por favor|porfa|seria|es todo)|$)',
        'nada mas(?= (?:para|la|lo|paso|voy|a|gracias)|$)',
      ].join('|') +
      ')',
  ),
  asks: new RegExp(
    '^(?:' +
      [
        'que (?:me puede|hay|recomienda)',
        'a (?:como|cuanto|que precio)(?= )',
        '(?:cual|cuales|cuanto|cuanta|cuantos|cuantas|como|cuando|donde|a que hora|hasta que hora|hay|abren|cierran|entregan|hacen|aceptan)(?= )',
      ].join('|') +
      ')',
  ),
  supposes:
    /\bsi (?:le |les )?(?:pido|pedimos|ordeno|encargo|pidiera|pidieramos)\b.*\b(?:cuando|cuanto|a que hora)\b|\b(?:cuando|cuanto|a que hora)\b.*\bsi (?:le |les )?(?:pido|pedimos|ordeno|encargo)\b/,
  asksApart:
    /^(?:(?:l[aoe]s? )?(?:llevan?|tienen?|traen?|contienen?|pican?|viene|vienen|son|es|hay|puedo|pueden?|puede)|de que|con que|que)(?= )/,
  changes:
    /^(?:que sean?|hag|haz|cambi|quit|elimin|borr|pon(?:le|gale))\w*|^(?:ya )?no (?:l[aeo]s? )?(?:quiero|queremos)(?: ya| siempre| mejor| gracias)*$/,
  tells:
    /^(?:(?:no|ay|y|pero|bueno|oiga|perdon) )*(?:(?:es|esta|estan|son|eso es) )?(?:muy|demasiado) \w+$/,
  changesNamed: /^(?:quit|cancel|borr|sac|cambi|olvid)\w+ (?:la|el|los|las|mi|mis) /,
  target:
    /^(?:(?:y|pero|no|mejor|que|a|en) )*(?:un[ao]|dos|tres|cuatro|\d+)(?: l[ao]s?| de (?:las|los|es[ao]s|est[ao]s|ell[ao]s)(?: \S+){0,2}| sol[ao])?$|^(?:(?:y|pero|no|ay|oiga|oye|mejor|perdon|sabe|sabes|que|si|entonces|bueno|(?:disculp|esper|fij|mir)\w+) )*(?:(?:a|en) un[ao]|(?:(?:a|en|para) )?(?:la|el|las|los|otr[ao]|amb[ao]s|cada|es[ae]))(?: \S+){0,4}$/,
  justSoMany:
    /^(?:(?:no|ay|perdon|pero|oiga|mire|espere?) )*(?:son|eran|es|era|que sean?|dije|pedi|queria|no quiero|solo|solo quiero|con) (?:que |son |eran )*(?:un[ao]?|dos|tres|cuatro|cinco|seis|\S+ce|\d+)(?: (?:de )?\S+)? (?:nada mas|nomas|solamente)(?: por favor| gracias)?$/,
  day: /^(?:(?:y|pero|oiga|oye|disculpe|perdon|hola|buenas|bueno|pues|el|los|este|esta|en|para|dia|de|la) )*(?:lunes|martes|miercoles|jueves|viernes|sabados?|domingos?|hoy|manana|nochebuena|navidad|ano nuevo|fin de ano|fin de semana|accion de gracias)$/,
  orders:
    /\b(?:una?|uno|dos|tres|cuatro|cinco|seis|\d+|quiero|quisiera|queremos|necesito|deme|dame|me da|ponme|ponga|pon|agreg\w+|pedir)\b/,
  opensAfterJoint:
    /^(?:(?:el|la|los|las|es[aeo]s?|un[ao]?) (?:\S+ ){1,3}(?:ya|siempre|mejor) no(?= |$)|(?:ya|listo)(?: (?:esta|estaria|estuvo|nomas|nada mas|seria todo|es todo))?(?: (?:gracias|por favor|porfa))*$|(?:haz|haga|pon|ponga|da|dar|cambi\w+|quit\w+|agreg\w+|anad\w+|elimin\w+|borr\w+|cancel\w+|tra\w+|es|esta|la mesa)(?= ))/,
};
