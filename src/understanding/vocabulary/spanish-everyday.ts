import { singular } from '../../menu/plain-words.js';

/** Words of everyday talk that name no food; as in English. */
export const SPANISH_EVERYDAY: ReadonlySet<string> = new Set(
  (
    'quiero quieres quiere queremos quieren querer quisiera quisieras queria gustaria gusta gustan encanta encantan ' +
    'necesito necesita busco buscar buscando ocupo traigo traen trae llega llegan llegar llego llevo llevar lleva voy va ' +
    'vamos van vengo viene venir paso pasa pasar pasando recojo recoge recoger manda mandan mandar mando pido pide pedir ' +
    'pedi pidio pidieron ordeno ordenar ordene da dan dar das de doy dame deme denme dele pon ponga pongan ponme ponme ' +
    'poner pones regaleme regalame hazme haz haga hacer hago hace hacen agrega agregar agregame sabe sabes saber se ' +
    'dice dicen decir dijo dije diga dime oye oiga oyes mira mire mirar ver veo vea viendo espera espere esperar esperate ' +
    'esperame esperen puede puedes puedo pueden podria podrias podemos poder debe debo deber habla hablo hablar hablando ' +
    'llamo llama llamar llamando soy eres es somos son ser era fue fui sea sean seria estoy esta estas estamos estan estar ' +
    'este tengo tiene tienes tenemos tienen tener hay habia haber ha he han comer como come comen comemos tomar toma ' +
    'compartir probar probe creo cree crees pienso piensa recuerdo olvide olvido olvidalo olvidelo perdi termina termine ' +
    'dejo deja dejar dejame quita quitar cambia cambiar cuesta cuestan cuanto cuanta cuantos cuantas vale cobra cobran pagar ' +
    'yo tu usted ustedes el ella ello ellos ellas nosotros me te le les lo la los las nos mi mis su sus tus nuestro nuestra ' +
    'un una unos unas uno alguien nadie todos todas todo toda cada otro otra otros otras mismo misma mismos ambos ambas ' +
    'vienen viene vinieron vengan hambre cunado cunada cunados suegra suegro suegros yerno nuera nieto nieta nietos nietas sobrino sobrina sobrinos ' +
    'primos primas tios tias abuelos compadre comadre ahijado ahijada padrino madrina companero companera companeros ' +
    'persona personas gente familia amigo amiga amigos esposo esposa marido mujer hijo hija hijos hijas nino nina ninos ninas ' +
    'mama papa hermano hermana abuela abuelo tio tia primo prima novio novia jefe vecino senor senora senorita joven amor ' +
    'corazon carino cumpleanos fiesta reunion oficina trabajo casa puerta calle direccion cuadra esquina aqui alla ahi aca ' +
    'donde cuando ahora ahorita hoy manana ayer anoche noche tarde dia semana mes ano hora horas minuto minutos segundo ' +
    'momento momentito rato ratito tantito pronto luego despues antes mientras siempre nunca ya todavia aun vez veces ' +
    'lunes martes miercoles jueves viernes sabado domingo ultimo ultima proximo pasado pasada ' +
    'si no nel nop ni nada ninguno ninguna claro bueno bien mal mejor peor muy mas menos mucho mucha muchos muchas poco ' +
    'poca pocos tan tanto asi aja oh ay ah eh ehm este pues entonces o y pero porque aunque sino tambien tampoco ademas ' +
    'solo solamente nomas noma nadamas apenas casi quiza quizas tal talvez acaso verdad cierto seguro segura exacto correcto ' +
    'perfecto excelente genial padre chido orale sale vale dale ok okay oka okey simon andale hola alo buenas buenos buen ' +
    'gracias favor porfa porfis perdon disculpe disculpa adios bye gusto rico rica ricas riquisimo delicioso favorita ' +
    'favorito famosa clasico clasica sencillo normal hambre sed prisa problema duda pregunta idea cosa cosas cosita algo ' +
    'orden ordenes pedido pedidos porcion porciones plato platos bolsa bolsas caja cajas botella botellas vaso vasos ' +
    'pieza piezas pedazo pedazos rebanada rebanadas lata latas paquete tipo tipos forma manera parte lado mitad total cuenta ' +
    'dinero peso pesos dolar dolares precio barato caro oferta promocion gratis menu nombre numero telefono tarjeta efectivo ' +
    'venga vengan vaya vayan salga salgan traiga traigan llegue lleguen pregunto preguntar preguntando onda hubo uy huy uf sigo linea ' +
    'con sin para por en a al de del desde hasta entre sobre contra segun que cual cuales quien quienes cuyo eso esa ese esos ' +
    'esas esto estos aquel aquella tambien igual acuerdo supuesto falta favor comida cena almuerzo desayuno ' +
    'lleve lleven ponen pongan pongale pongales vengan venga vaya vayan traiga traigan eche echen ' +
    // Words that look like those of many menus.
    'jolin ostras caray hijole caramba vaya hostia verano invierno otono primavera balcon cerrar costa crear cuadro debil desierto frente gastar hombre hombro jardin mover pastel peine pesado ' +
    'pescar plata polvo resto salud sombra'
  )
    .split(' ')
    .map(singular),
);

/** After a number, they say that it counts no dishes: "diez minutos", "somos cinco". */
export const SPANISH_MEASURES: readonly (readonly string[])[] = (
  'minuto|hora|segundo|dia|semana|mes|ano|dolare|dolar|peso|centavo|por ciento|persona|nino|nina|' +
  'adulto|invitado|amigo|cuadra|vece|vez'
)
  .split('|')
  .map((phrase) => phrase.split(' '));

const STORY_TIME =
  '(?:la (?:ultima|otra) vez|la vez pasada|la semana pasada|el otro dia|el mes pasado|ayer|anoche|siempre|antes)';
const STORY_VERB =
  '(?:pedi|pedimos|comi|comimos|probe|probamos|compre|compramos|ordene|ordenamos|pido|pedimos)';

/** Dishes of other days, which are not ordered: "la otra vez pedimos la carbonara". */
export const SPANISH_STORIES: readonly RegExp[] = [
  new RegExp(
    `\\b${STORY_VERB}(?: (?!(?:y|pero|hoy|ahora)\\b)\\w+){1,5} ${STORY_TIME}\\b(?: (?:y|pero))?`,
    'g',
  ),
  new RegExp(
    `\\b${STORY_TIME} (?:yo |nosotros )?(?:me |nos )?${STORY_VERB}(?: (?!(?:y|pero|hoy|ahora)\\b)\\w+){1,5}(?= (?:y|pero|hoy|ahora)\\b)(?: (?:y|pero)\\b)?`,
    'g',
  ),
];
