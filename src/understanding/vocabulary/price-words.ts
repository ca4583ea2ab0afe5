/** A question for a price, wherever it stands in what was said; plain English text. */
export const ENGLISH_PRICE =
  /\bhow much (?:is|are|was|were|does|do|did|would|will|for|s|it|that|those|the|a|an|to|you)\b|\bhow much$|\b(?:whats|what is|what was) the (?:price|cost|damage|charge)\b|\bwhat(?:s|ll| is| do| does| would| will| did)? .+ (?:cost|charge|run|go(?:ing)? for|come to|set (?:me|us) back)\b|\bprice (?:of|on|for|check)\b|\b(?:just|only) (?:asking|wondering|checking)\b/;

const WHOSE = '(?: (?:me|nos|te|le|les|se|lo|la|los|las))*';

/** The same in Spanish. */
export const SPANISH_PRICE = new RegExp(
  `\\b(?:a (?:como|cuanto)|en cuanto)${WHOSE} (?:esta|estan|estaria|sale|salen|saldria|queda|quedan|quedaria|deja|dejas|dejan|tienen?|dan|da|das|vende|venden|va|anda|andan|viene|es|son)\\b` +
    `|\\b(?:a como|a cuanto|cuanto)$|\\ba (?:como|cuanto)(?= (?:la|el|las|los)\\b)|\\bcuanto${WHOSE} (?:cuest|val|cost|cobr|es|seria|sale|salen|por)\\w*` +
    '|\\b(?:que|el|cual es el) (?:precio|costo)\\b|\\bprecio de\\b|\\b(?:solo|nomas|nada mas|solamente) (?:estoy )?pregunt\\w+|\\b(?:era|es) solo (?:una )?pregunta\\b',
);
