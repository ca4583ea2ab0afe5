/**
 * Given names that callers have often, plain, in both languages: alone they are the caller's name
 * at any question. Those that are everyday words too ("Will", "May", "Art") are left out.
 */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
  (
    'alfredo margarita aaron adam adrian alan albert alejandra alejandro alex alexa alexander alexis alice alicia allison alma amanda amber amelia amy ana ' +
    'andre andrea andres andrew angela angelica anita ann anna anne annie anthony antonio april arthur ashley barbara beatriz becky ben ' +
    'benjamin bernard beth betty beverly bob bobby brad bradley brandon brenda brian brittany bruce bryan caleb cameron carl carla carlos ' +
    'carmen carol caroline carolyn catherine cesar charles charlie charlotte chloe chris christian christina christine christopher cindy ' +
    'claire claudia connie craig crystal cynthia dan daniel daniela danny dave david deborah debbie dennis derek diana diane diego donald ' +
    'donna doris dorothy doug douglas dylan eddie edgar eduardo edward elena elizabeth ellen emily emma enrique eric erica erik ernesto esteban ' +
    'esther ethan eugene eva evelyn felipe fernanda fernando francisco fred gabriel gabriela gary george gerald gina gloria gonzalo greg gregory ' +
    'guadalupe guillermo gus gustavo hannah harold harry heather hector helen henry howard hugo ian irene isabel isabella ivan jacob ' +
    'jacqueline jaime james jamie jane janet janice jason javier jean jeff jeffrey jen jenna jennifer jenny jeremy jerry jesse jessica ' +
    'jill jim jimmy joan joe joel john johnny jon jonathan jordan jorge jose joseph josh joshua joyce juan juana juanita judith judy julia ' +
    'julian julie julio justin karen karina karl kate katherine kathleen kathryn kathy katie keith kelly ken kenneth kevin kim kimberly ' +
    'kristen kyle larry laura lauren laurie leah leo leonard leslie leticia liam linda lisa logan lola lorena lori louis lucas lucia luis luisa ' +
    'luke lupe lynn madison manuel marc marcela marco marcos marcus margaret maria mariana marie mario marilyn mark marta martha martin ' +
    'matt matthew maurice mauricio megan melanie melissa michael michelle miguel mike mildred monica nancy natalia natalie nathan nelson ' +
    'nicholas nick nicole noah noelia nora norma octavio olga oliver olivia oscar pablo pamela patricia patrick paul paula paulina pedro ' +
    'peter phil philip phillip priya rachel rafael ralph ramon raquel raul ray raymond rebecca renee ricardo richard rick roberta robert ' +
    'roberto rocio rodrigo roger ron ronald rosa rosie roy ruben russell ruth ryan sam samantha samuel sandra santiago sara sarah scott ' +
    'sean sebastian sergio sharon shawn sheila shirley silvia sofia sonia sophia sophie stephanie stephen steve steven susan susana suzanne ' +
    'tammy tara teresa terry theresa thomas tiffany tim timothy tina todd tom tommy tony tracy travis tyler valentina valeria vanessa ' +
    'vera veronica vicente vicky victor victoria vincent virginia walter wanda wayne wendy william willie ximena yolanda zach zachary zoe ' +
    // Common among Spanish speakers.
    'agustin alfonso alonso alvaro araceli armando arturo bernardo brayan camila camilo candelaria carlota catalina cecilia ' +
    'celia concepcion cristian cristina cristobal efrain elvira emilia emiliano emilio enriqueta ernestina estela eugenia ' +
    'eusebio fabian fabiola federico felix fidel gerardo gilberto graciela gregorio griselda hernan hilda horacio humberto ' +
    'ignacio inaki ines irma isaac ismael itzel jacinto jazmin jesus joaquin josefina josue julieta leandro leonardo leopoldo ' +
    'lorenzo lourdes lucero luciana luciano macarena magdalena manolo maribel maricela marisa marisol maritza mateo matias ' +
    'mireya monserrat nahuel nayeli nicolas noemi osvaldo paco pancho rafaela ramiro reynaldo rigoberto rodolfo rogelio ' +
    'rosalia saul tomas ulises valentin wilfredo xavier xochitl yadira yaneth yesenia yosvany yunior zulema ' +
    // As they are called for short.
    'tono beto memo lalo chuy lupita quique kike chema rafa richi concha juanita maru begona percy rosalba keyla karla lety neto fer wilkin chayo wilson wilmer yuli lili mari edu santi juancho chepe toni nando'
  ).split(' '),
);
