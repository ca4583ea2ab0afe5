import type { AnswerWords } from './answer-words.js';

/** How Spanish answers a question beside a plain yes or no. */
export const SPANISH_ANSWERS: AnswerWords = {
  idle: new Set(
    (
      'ah ay eh ehm este bueno pues ok okay okey oiga oye mire mira fijese perfecto genial excelente super padre ' +
      'bien muy muchas muchisimas mil gracias por favor porfa porfis amable gentil ya ahora ahorita entonces asi ' +
      'senor senora senorita joven amigo amiga jefe amor corazon mijo mija hijo hija reina guapa vida cielo rey mijita carino compadre compa ' +
      'esposo esposa marido mujer mama papa hermano hermana novio novia ninos familia ' +
      'mi mis tu su sus me le les lo la el los las eso esto es son de que para a en todo toda todos creo digo dije ' +
      'la verdad realmente solo nomas tambien buen buena buenas buenos dia tarde noche ' +
      'perdon disculpe ella ello ellas ellos paso vengo voy'
    ).split(' '),
  ),
  unsettles: /\b(?:espere?|esper[ae]me|aguant[ae]|no|nop|nel|pero|mal|cuanto|como|cual|mejor)\b/,
  asksBack:
    /^(?:(?:y|pero|entonces|bueno|ok) )*(?:puedo|podria|podemos|sera|seria|me lo puedo|lo puedo|hay|lleva)\b/,
  affirms: /\b(?:bien|correct[oa]|exact\w*|asi|perfecto|eso|acuerdo|ahora si)\b/,
  total: /\b(?:total|cuanto|impuestos?|iva)\b/,
  further: /^(?:(?:ah|ok|este|oiga) )*(?:y\b|que tal|que hay de)/,
  takes:
    /\b(?:deme|dame|me da|me das|ponga(?:me)?|ponme|pongame|me pone|quiero|quisiera|queremos|me (?:la|lo) llevo|(?:la|lo|las|los) quiero|va a ser|voy a (?:querer|pedir|llevar)|mand[ae]me|agregu?[ae](?:me)?)\b|^(?:(?:si|va|sale|ok|okay|bueno|claro|orale|este|perfecto|entonces|pues|por favor|mejor) )*(?:la|el|las|los|un|una|uno|dos|tres|cuatro|cinco|seis|es[ae])\b/,
  takesToo: /\b(?:es[ae]|es[ao]s|eso|un[ao]) y\b/,
  rather:
    /\b(?:mejor|entonces|en (?:su|ese) (?:lugar|caso)|en vez)\b|^(?:(?:ah|ay|uy|oh|este|bueno|pues|ok|okay|vale|huy|perdon) )*(?:no|nop|nel)\b/,
  declines:
    /^(?:(?:ay|este|bueno|pues|ah|ok) )*no(?: (?:entonces|pues|mejor|gracias|bueno))* (?:solo|solamente|nada mas|nomas) (?:(?:quiero|dej[ae]) )?(?:(?:la|el|las|los) (?!chic|median|grand|pequen)[a-z ]+|es[ao]s?|lo (?:de antes|que .+))$|^(?:(?:no|ay|este|bueno|pues|mejor|gracias) )*(?:(?:la|lo) (?:dejo|dejamos)|mejor no|(?:hoy|ahora|ahorita) no|otro dia|(?:tal vez )?(?:luego|despues)|paso|es[aeo]s? (?:ya |mejor )?no|no (?:la|lo) quiero|dej(?:el|al)[oa]|olvid(?:el|al)[oa])\b(?: (?:gracias|entonces|y|pero))*/,
  enough: /\b(?:todo|asi) (?:bien|esta bien|listo|completo)\b/,
  refuses:
    /^(?:(?:ah|este|eh|bueno|ok|okay|entonces|pues|no|mejor|ya|esta bien|sale|vale|gracias) )*(?:no (?:quiero|queremos|ponga|me ponga|me de)|sin|no|dej(?:e|a|emos)|olvid(?:e|a|emos)(?: de)?|nada de|ni modo con) (?:(?:la|el|los|las|esa|ese) )?/,
  behindRefusal: /^(?:(?:entonces|gracias|por favor|hoy|y|pero|ya) ?)+(?= |$)/,
  justThat:
    /^(?:(?:ah|este|eh|bueno|ok|okay|entonces|pues|no|mejor|ya|si|seria|es) )*(?:solo|solamente|nomas|nada mas) (?:la|el|los|las) (.+?)(?: (?:entonces|gracias|por favor|nomas|nada mas|esta bien))*$/,
  choice: {
    largest: /\bmas grandes?\b|\bmayor\b/,
    smallest: /\bmas (?:chic[ao]|chiquit[ao]|pequen[ao])\b|\bmenor\b/,
    large: /\b(?:grande|grandota)\b/,
    small: /\b(?:chic[ao]|chiquit[ao]|pequen[ao])\b/,
    any: /\b(?:cualquiera?|(?:la|el|lo) que (?:sea|quiera|usted (?:diga|quiera))|(?:me )?da (?:igual|lo mismo)|es igual|no importa|sin preferencia|(?:usted )?(?:elija|escoja|decida)(?: usted)?|sorprend[ae]me|normal|regular|de siempre|estandar)\b/,
    idle: new Set('una uno que tenga tengan tamano usted un hay tiene'.split(' ')),
  },
};
