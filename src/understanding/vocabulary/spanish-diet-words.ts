import type { DietWords } from './diet-words.js';

const PERSON =
  '(?:un[ao] de (?:nosotr[oa]s|ell[oa]s|mis [a-z]+)|alguien|yo|el|ella|nosotros|ellos|(?:mi|mis|su|nuestro|nuestra) [a-z]+)';
const HAVE =
  '(?:tienen?|llevan?|traen?|contienen?|incluyen?|vienen? con|estan? hech[oa]s? con|hay con|con)';

/** Latin American Spanish. */
export const SPANISH_DIET_WORDS: DietWords = {
  notSpicy:
    /\b(?:no|nada|sin|menos|poco)(?: (?:sea|sean|es|son|este|esten|venga|tan|muy|como|come|comemos|puedo|puede|comer|nada|cosas?|lo|que))* (?:picantes?|picos[oa]s?)\b|\bno (?:pique|piquen|pica|pican)\b/,
  asks: /^(?:que|cual|cuales|algo|alg[uo]n[oa]?s?|hay|tienen?|tendran?|manejan?|ofrecen?)\b|\balgo\b/,
  without: [
    /\b(?:sin|libres? de) (?<what>.+)$/,
    /\bno (?:tienen?|tengan?|llevan?|lleven?|traen?|traigan?|contienen?|contengan?) (?<what>.+)$/,
  ],
  free: /\b(?:sin|libres? de) (?<what>[a-z]+)/,
  doesNotEat: new RegExp(
    `^(?:(?:y|pero|es que|ah|bueno|a) )*(?:${PERSON} )?(?:no|nunca|tampoco) (?:como|come|comemos|comen) (?:nada de )?(?<what>[a-z]+(?: de [a-z]+)?)$`,
  ),
  mayEat: /\b(?:pueden?|podrian?)\b.*\b(?:comer|pedir|tomar)\b/,
  meat: /^carne(?: roja)?$/,
  meats:
    /^(?:carne(?: roja| de (?:res|cerdo|puerco))?|cerdo|puerco|jamon|tocino|res|pollo|salchicha|pepperoni|salami)s?$/,
  having: [
    new RegExp(
      `^(?:que|cual(?:es)?)(?: (?:cosas|platos|platillos|(?<kind>[a-z]+)))? ${HAVE} (?<what>.+)$`,
    ),
    /^(?:que|cual(?:es)?)(?: de (?:las|los))? (?<kind>[a-z]+) (?:llevan?|traen?|contienen?)$/,
    /^(?:cual(?:es)?|que [a-z]+ de (?:las|los)|que de (?:las|los) (?<kind>[a-z]+)) tienen?$/,
    /^(?:de )?(?:que|cual(?:es)?)(?: (?:cosas|platos|platillos|(?:de (?:las|los|sus) )?(?<kind>[a-z]+)))? no (?:puedo|puede|podemos|pueden|podria|debe|debo) (?:comer|pedir|tomar|ordenar)(?: (?:yo|el|ella|mi [a-z]+))?$/,
    new RegExp(`^(?:algo|alg[uo]n[oa]?s?(?: de [a-z ]+| [a-z]+)?|todo) ${HAVE} (?<what>.+)$`),
    /^(?:hay|tienen?) (?:algo|algun [a-z]+|alguna [a-z]+|(?<kind>[a-z]+)) (?:con|que (?:tenga|lleve|tiene|lleva|traiga)n?) (?<what>.+)$/,
    /^hay (?<what>.+?) en (?:algo|todo|la cocina|algun .+)$/,
    /^(?:(?:ustedes|la cocina) )?(?:usan?|utilizan?|manejan?|cocinan? con|frien? (?:con|en)) (?<what>.+)$/,
    /\bcocina (?:sin|libre de) (?<what>[a-z]+)/,
  ],
  no: /\b(?:no|sin|libres? de)\b/,
  mine: [
    /^(?:que|cual(?:es)?)(?: (?:de (?:las|los|sus)))?(?: (?<kind>[a-z]+))? (?:son|es|estan|esta|serian)(?: (?:segur[oa]s?|buen[oa]s?|bien))(?: para .*)?$/,
    /^(?:hay|tienen?)(?: (?:algun[oa]?s?|un|una))?(?: (?<kind>[a-z]+))? que (?:yo |el |ella |mi [a-z]+ )?(?:pueda|puedo|puede|podamos|pueden) (?:comer|pedir)$/,
    /^que (?<kind>[a-z]+) tienen? que (?:yo |el |ella |mi [a-z]+ )?(?:pueda|puedo|puede|podamos) (?:comer|pedir)$/,
    /^(?:que|cuales?)(?: (?:cosas|platos|platillos|(?<kind>[a-z]+)))? (?:puedo|puede|podemos|pueden|podria)(?: (?:yo|el|ella|mi [a-z]+))? (?:comer|pedir|tomar|ordenar)(?: (?:yo|el|ella|mi [a-z]+))?(?: entonces)?$/,
    /^(?:hay|tienen?) algo (?:que (?:yo |mi [a-z]+ |el |ella )?(?:pueda|puedo|puede|podamos) comer|para (?:mi|el|ella|mi [a-z]+))$/,
  ],
  keeps: new RegExp(
    `^(?:(?:y|pero|es que|ah|bueno) )*(?:${PERSON} )?(?:soy|es|somos|son|como|come|comemos|comen)(?: (?:solo|estrictamente|comida))* (?:vegan|vegetarian|halal|kosher)[oa]?s?(?: (?:nada mas|solamente))*$`,
  ),
  own: /\b(?:soy|somos|como|comemos)\b/,
  unmarked:
    /\b(keto|cetogenic[oa]s?|baj[oa]s? en (?:carbohidratos|sal|sodio|grasas?|calorias)|organic[oa]s?|para diabeticos|diabetic[oa]s?|sin azucar)\b/,
  uses: [
    /\bcontamina\w* cruzada\b|\bse contamina\w*\b|\b(?:freidora|horno|area|equipo|cocina|utensilios|aceite)s? (?:aparte|separad[oa]s?|exclusiv[oa]s?|especial(?:es)?|propi[oa]s?)\b|\b(?:mism[oa]s?) (?:freidora|horno|area|equipo|utensilios|aceite)s?\b/,
    /^(?:en|con) que (?<what>aceite|grasa|mantequilla|manteca) (?:frien?|cocinan?|hacen?|preparan?)(?: (?<dish>.+))?$/,
    /^que (?:tipo de |clase de )?(?<what>aceite|grasa|mantequilla|harina|queso|carne|leche|salsa|caldo|manteca) (?:usan?|utilizan?|le ponen?|lleva|llevan|tiene|es)(?: (?:para|en|a|con) (?:freir|cocinar)?)?(?: ?(?<dish>.+))?$/,
    /^(?:en|con) que (?:frien?|cocinan?)(?: (?<dish>.+))?$/,
  ],
  dislikes:
    /(?:^|,|\.|\b(?:y|pero|porque)\b) *a (?:mi|su|nuestr[oa]) [a-z]+ no le gustan?(?: (?:nada|mucho))? [a-z ]+?(?= *(?:$|[,.;]|\b(?:asi que|entonces|pero|y) (?:una?|dos|quiero|deme|dame|me|quisiera)\b|\b(?:y |asi que |entonces |pero )?(?:qu[eé]|cu[aá]l(?:es)?|hay|tienen?)(?![a-z])))/g,
};
