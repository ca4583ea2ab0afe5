const READY_WITH =
  '\\b(?:a que hora|(?:para )?cuando|en cuanto tiempo|que tan pronto) (?:me |se |nos )*(?:est(?:a|an|aria|arian|ara|aran)|sal(?:e|en|dria|drian)|tendri\\w+|queda\\w*) (?:[a-z0-9]+ ?){1,8}';
const READY =
  '\\b(?:a que hora|para que hora|cuando|para cuando|en cuanto tiempo|que tan pronto) (?:(?:me|nos|lo|la|los|las|se|ya) )*(?:puedo|podria|podriamos|podemos|tengo que|tenemos que|hay que|debo|voy a|voy|paso|pasamos|estaria|estara|va a estar|estaran|vendria|llega|llegaria|tendria|tendre|tendrian|tendriais|recojo|recogerl\\w+|seria|lo puedo|la puedo|lo podria|la podria|lo tendria|lo tendre)\\b';

/** What callers ask of the business, on plain text: whether it is asked, and what about. */
export const SPANISH_BUSINESS = {
  /** How much an order has to come to. */
  minimum:
    /\b(?:hay|tienen|teneis|cual es|cuanto es|de cuanto es|existe|piden|pedis)(?: (?:un|el|lo|algun|pedido|compra|consumo|importe))* minim[oa]\b|\b(?:pedido|compra|consumo|importe|monto) minim[oa]\b|\bminim[oa] (?:de |para |que )?(?:compra|pedido|consumo|domicilio|entrega|envio|pedir|tengo)\b|\b(?:cual|cuanto|hay)\b.*\bminimo\b|^(?:y )?(?:el |lo )?minimo$|\b(?:alcanz|lleg|complet|junt|cumpl|pas|falt)\w*\b.*\bminimo\b/,
  /** What it costs to have food brought: "cuánto cobran por llevarlo". */
  fee: /\b(?:cuanto|cuesta|cobran?|cargo|costo|precio|gratis|pagar)\b.*\b(?:domicilio|delivery|entreg\w*|envi\w*|reparto|(?:llev|mand|tra)\w*(?:me|me?l[ao]s?|nosl[ao]s?|l[ao]s?)|(?:me|nos|se) l[ao]s? (?:llev|mand|trai?g|tra)\w+|(?:trai?g|mand|llev)an? (?:hasta |a )?(?:aca|aqui|(?:la |mi )?casa))\b|\b(?:envio|entrega) (?:gratis|cuesta)\b|\b(?:envio|entrega|reparto|domicilio) (?:(?:me|nos|en) )*(?:cuanto|a como|que costo|que precio)\b/,
  /** "Con eso vale": the end of the order. */
  enough:
    /^(?:(?:no|si|ya|pues|bueno|vale|gracias) )*(?:yo )?(?:con eso|asi|eso) (?:me |nos |ya |por ahora )*(?:vale|basta|sobra|llega|vamos|es suficiente|suficiente|va bien|esta)(?: (?:gracias|por ahora|por hoy|creo))*$/,
  /** When an order can be ready. */
  asksReady: new RegExp(`${READY}|${READY_WITH}|\\b(?:cuanta|hay mucha|hay) (?:espera|demora)\\b`),
  time: new RegExp(
    `\\bcuanto (?:se )?(?:tard\\w+|demor\\w+|tiempo)\\b|\\ben cuanto (?:esta|estaria|sale|queda)\\b(?! (?:la|el|las|los|una?) (?!pedido|orden|comida|entrega|pizzas?$))|${READY}|${READY_WITH}|\\b(?:espera|demora)\\b`,
  ),
  /** Where the restaurant delivers to, without a place. */
  asksArea:
    /\b(?:cual es (?:su|la|vuestra) zona|(?:hasta|a|por) (?:donde|que zonas?)(?: es que)? (?:entregan|entregais|reparten|repartis|llevan|llevais|llegan|llegais|envian|enviais|mandan))\b|\b(?:estoy|estamos|esta) (?:en|dentro de) (?:su|la|vuestra) zona\b|\b(?:entregan|entregais|reparten|repartis|llegan|llegais|llevan|llevais) (?:aqui|aca|por aqui|hasta (?:aqui|aca)|a domicilio|hasta alla)$|\b(?:hacen|haceis|haces|tienen|teneis|tienes|hay) (?:el )?(?:entregas?|envios?|repartos?|domicilios?|delivery|deliveries|servicio)(?: a (?:domicilio|casa))?$|\b(?:entregan|entregais|reparten|repartis|envian|enviais)(?: (?:a domicilio|comida|pedidos))*$|\b(?:llevan|llevais) (?:comida|pedidos)$/,
  delivery:
    /\b(?:domicilios?|delivery|entreg\w*|envi\w*|repart\w*|zonas?|llegan|llegais|llevan|llevais|mandan)\b/,
} as const;
