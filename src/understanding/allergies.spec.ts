import { ENGLISH } from './vocabulary/english.js';
import { SPANISH } from './vocabulary/spanish.js';
import { allergyCorrection, allergyStatement } from './allergies.js';
import { contentsQuestion, type ContentsQuestion } from './contents-question.js';

const NUTS = ['peanuts', 'tree-nuts'];

describe('An allergy', () => {
  it.each<[string, readonly string[], string]>([
    ["I'm allergic to nuts", NUTS, ''],
    ['I am allergic to peanuts.', ['peanuts'], ''],
    ["my son can't have gluten", ['gluten'], ''],
    ["By the way, my daughter's allergic to eggs and dairy.", ['egg', 'milk'], ''],
    ['we have a severe shellfish allergy', ['shellfish', 'molluscs'], ''],
    ["I've got a tree nut allergy", ['tree-nuts'], ''],
    ['my wife is lactose intolerant', ['milk'], ''],
    ["I'm celiac", ['gluten'], ''],
    ['he has celiac disease', ['gluten'], ''],
    ['I have a kiwi allergy', ['kiwi'], ''],
    ["she's deathly allergic to strawberries", ['strawberries'], ''],
    ['i cannot eat soy or sesame', ['soy', 'sesame'], ''],
    ['eggs make me sick', ['egg'], ''],
    ['I get hives from shrimp', ['shellfish'], ''],
    ['my cousin Vinny is allergic to mustard', ['mustard'], ''],
    ["I'm not supposed to eat wheat", ['gluten'], ''],
    ['one of us is allergic to all nuts', NUTS, ''],
    ["i'm allergic too peanuts", ['peanuts'], ''],
    ["I'm allergic to bell peppers", ['bell peppers'], ''],
    // With an order or a question around it.
    ["I'm allergic to nuts, is the pesto okay", NUTS, 'is the pesto okay'],
    ['im allergic to nuts can i get a large margherita', NUTS, 'can i get a large margherita'],
    ['A large margherita please, and my son is allergic to milk.', ['milk'], 'a large margherita'],
    ["I'm allergic to fish and two small pepperonis", ['fish'], 'two small pepperonis'],
    ['a caprese for my friend who is allergic to milk', ['milk'], 'a caprese'],
    [
      "I'm allergic to nuts and my son can't have gluten, a coke please",
      [...NUTS, 'gluten'],
      'a coke please',
    ],
    ["it's Anna and I'm allergic to nuts", NUTS, 'its anna'],
    ["just to let you know, one of the kids can't do dairy", ['milk'], ''],
    ["there's someone with a sesame allergy in our group", ['sesame'], ''],
    ["my daughter who's with me is allergic to lupin", ['lupin'], ''],
    ['please no nuts, I have an allergy', NUTS, ''],
    ["I don't do gluten", ['gluten'], ''],
    ["no, I'm allergic to celery", ['celery'], 'no'],
    ["yes, and I'm allergic to celery", ['celery'], 'yes'],
    ['a large margherita, peanut allergy by the way', ['peanuts'], 'a large margherita'],
    ['a large margherita, no nuts, allergy', NUTS, 'a large margherita'],
    ['kiwi, mango and peach allergy', ['kiwi', 'mango', 'peach'], ''],
    ['he has a peanut thing', ['peanuts'], ''],
    ['my son breaks out if he eats eggs', ['egg'], ''],
    ['we have to avoid gluten', ['gluten'], ''],
    // What is left out tells what it is.
    ["no onions please, I'm allergic", ['onions'], 'no onions'],
    ["leave off the cheese, I'm allergic to it", ['milk'], 'leave off the cheese'],
  ])('"%s" is to %j, and "%s" is left', (said, stated, rest) => {
    const { rest: left, stated: to, denied, open } = allergyStatement(said, ENGLISH)!;
    expect({ to: to.toSorted(), denied, open }).toEqual({
      to: [...stated].toSorted(),
      denied: [],
      open: false,
    });
    expect(left.replace(/[.,]/g, '')).toBe(rest);
  });

  it.each<[string, readonly string[], string]>([
    ['Soy alérgico a las nueces', NUTS, ''],
    ['mi hijo no puede comer gluten', ['gluten'], ''],
    ['tengo alergia a los mariscos', ['shellfish', 'molluscs'], ''],
    ['mi esposa es intolerante a la lactosa', ['milk'], ''],
    ['soy celíaca', ['gluten'], ''],
    ['somos alérgicos al huevo y a la leche', ['egg', 'milk'], ''],
    ['los camarones me dan alergia', ['shellfish'], ''],
    ['la soya me hace daño', ['soy'], ''],
    ['evitamos el gluten', ['gluten'], ''],
    ['mi hijo se enferma si come huevo', ['egg'], ''],
    ['mi hija es alérgica a las fresas', ['fresas'], ''],
    ['una margarita grande, y soy alérgico al cacahuate', ['peanuts'], 'una margarita grande'],
    ['soy alérgica a la leche, ¿tiene queso el pesto?', ['milk'], 'tiene queso el pesto'],
  ])('in Spanish: "%s" is to %j, and "%s" is left', (said, stated, rest) => {
    const { rest: left, stated: to, open } = allergyStatement(said, SPANISH)!;
    expect({ to: to.toSorted(), open }).toEqual({ to: [...stated].toSorted(), open: false });
    expect(left.replace(/[.,]/g, '')).toBe(rest);
  });

  it.each(['I have a food allergy', 'we have some allergies', "I'm allergic to something"])(
    'is asked for when only mentioned: %s',
    (said) => {
      expect(allergyStatement(said, ENGLISH)).toMatchObject({ stated: [], open: true });
    },
  );
  it.each(['tengo una alergia', 'soy alérgico'])('is asked for in Spanish: %s', (said) => {
    expect(allergyStatement(said, SPANISH)).toMatchObject({ stated: [], open: true });
  });

  it.each<[string, readonly string[]]>([
    ["I'm not allergic to nuts", NUTS],
    ["I don't have a nut allergy", NUTS],
    ['no allergies', []],
    ["we don't have any food allergies", []],
    ['nobody has allergies', []],
    ['forget the nut allergy', NUTS],
    ['scratch that, no nut allergy', NUTS],
    ['actually, take off the nut allergy', NUTS],
  ])('is denied: "%s"', (said, denied) => {
    expect(allergyStatement(said, ENGLISH)).toMatchObject({ stated: [], denied, open: false });
  });
  it.each<[string, readonly string[]]>([
    ['no soy alérgico a las nueces', NUTS],
    ['no tengo alergias', []],
    ['sin alergias', []],
    ['olvide la alergia a las nueces', NUTS],
  ])('is denied in Spanish: "%s"', (said, denied) => {
    expect(allergyStatement(said, SPANISH)).toMatchObject({ stated: [], denied, open: false });
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['no, not nuts, I said dairy', ['milk'], NUTS],
    ['no I said dairy', ['milk'], []],
    ['sorry, I meant dairy', ['milk'], []],
    ["that's wrong, not nuts, eggs", ['egg'], NUTS],
    ["it's not nuts, it's fish", ['fish'], NUTS],
    ['I said dairy, not nuts', ['milk'], NUTS],
    ["I'm not allergic to nuts but dairy", ['milk'], NUTS],
  ])('is corrected: "%s"', (said, stated, denied) => {
    const { stated: to, denied: not } = allergyCorrection(said, ENGLISH)!;
    expect([to, not.toSorted()]).toEqual([stated, denied]);
  });
  it.each<[string, readonly string[], readonly string[]]>([
    ['no, nueces no, dije lácteos', ['milk'], NUTS],
    ['no, dije lácteos', ['milk'], []],
    ['perdón, quise decir leche', ['milk'], []],
    ['no, a las nueces no, a la leche', ['milk'], NUTS],
    ['no es nueces, es huevo', ['egg'], NUTS],
    ['no nueces sino huevo', ['egg'], NUTS],
  ])('is corrected in Spanish: "%s"', (said, stated, denied) => {
    const { stated: to, denied: not } = allergyCorrection(said, SPANISH)!;
    expect([to, not.toSorted()]).toEqual([stated, denied]);
  });
  it.each(['no I said a calamari', 'not the caprese, I said the pesto', 'not for me', 'dairy'])(
    'is not corrected by: %s',
    (said) => {
      expect(allergyCorrection(said, ENGLISH)).toBeNull();
    },
  );

  it.each([
    'two large pepperonis with extra cheese',
    'a margherita without olives',
    'does the pesto have nuts',
    "I can't have that delivered",
    "why can't I have pickup",
    "I can't do seven, make it eight",
    "you can't have pickup",
    'do you have allergy information',
    'my name is Anna',
    "I don't want mushrooms",
    'what is on the menu',
    'can I have a large hawaiian',
    'I got a problem with my last order',
    'is gluten an issue',
  ])('is not in: %s', (said) => {
    expect(allergyStatement(said, ENGLISH)).toBeNull();
  });
  it.each(['dos margaritas grandes sin cebolla', 'no puedo pasar a recoger', 'soy Ana'])(
    'is not in the Spanish: %s',
    (said) => {
      expect(allergyStatement(said, SPANISH)).toBeNull();
    },
  );
});

describe('An allergy that nobody has', () => {
  it.each([
    "nobody's allergic",
    'nobody in my family is allergic to nuts',
    'i am not allergic to anything',
    'take the egg allergy off',
    'take the allergy to kiwi off',
  ])('is noted for nobody: "%s"', (said) => {
    expect(allergyStatement(said, ENGLISH)).toMatchObject({ stated: [], open: false });
  });

  it('is none that the kitchen shall take into account', () => {
    const said = 'please take the egg allergy into account';
    expect(allergyStatement(said, ENGLISH)).toMatchObject({ stated: ['egg'] });
  });
});

describe('A question about the contents of a dish', () => {
  it.each<[string, string, ContentsQuestion['what']]>([
    ['does it have nuts', 'it', NUTS],
    ['Does that contain any dairy?', 'that', ['milk']],
    ['does the pesto have nuts in it', 'the pesto', NUTS],
    ['are there nuts in the chocolate cake', 'the chocolate cake', NUTS],
    ['is there any pork in the bolognese', 'the bolognese', ['pork']],
    ['are there eggs in that', 'that', ['egg']],
    ['is there any milk', '', ['milk']],
    ['any garlic in it?', 'it', ['garlic']],
    ['does the veggie garden come with onions', 'the veggie garden', ['onions']],
    ['is garlic in the pesto', 'the pesto', ['garlic']],
    ['is it gluten free', 'it', ['gluten']],
    ['is the tiramisu nut free', 'the tiramisu', NUTS],
    ["what's in it", 'it', 'all'],
    ['what is in the carbonara', 'the carbonara', 'all'],
    ['what allergens are in the lasagna', 'the lasagna', 'all'],
    ['what is that made of', 'that', 'all'],
    ['will there be peanuts in it', 'it', ['peanuts']],
    ['so no nuts in that, right?', 'that', NUTS],
    ['did you say it has eggs', 'it', ['egg']],
    ['is that safe for him', 'that', 'mine'],
    ['is the pesto okay', 'the pesto', 'mine'],
    ['can my son eat the caprese', 'the caprese', 'mine'],
  ])('"%s" is about "%s" and %j', (said, dish, what) => {
    expect(contentsQuestion(said, ENGLISH)).toMatchObject({ dish, what });
  });

  it.each<[string, string, ContentsQuestion['what']]>([
    ['¿tiene nueces?', '', NUTS],
    ['¿El pesto tiene nueces?', 'el pesto', NUTS],
    ['¿Lleva leche la carbonara?', 'la carbonara', ['milk']],
    ['¿hay ajo en la margarita?', 'la margarita', ['ajo']],
    ['¿eso contiene huevo?', 'eso', ['egg']],
    ['¿qué lleva?', '', 'all'],
    ['¿qué tiene la boloñesa?', 'la bolonesa', 'all'],
    ['¿es sin gluten?', '', ['gluten']],
    ['¿mi hijo puede comer el pesto?', 'el pesto', 'mine'],
  ])('in Spanish: "%s" is about "%s" and %j', (said, dish, what) => {
    expect(contentsQuestion(said, SPANISH)).toMatchObject({ dish, what });
  });

  it.each([
    'do you have mushrooms',
    'do you have anything without nuts',
    'do you have gluten free pizza',
    'is there a vegan pizza',
    'what do you have',
    "I'll have two large margheritas with olives",
    'is it ready',
    'are you open on sunday',
    'does it come in large',
    'what sizes do you have',
    'how much is it',
  ])('is not: %s', (said) => {
    expect(contentsQuestion(said, ENGLISH)).toBeNull();
  });
  it.each(['¿qué tienen?', '¿tienen pizza?', 'quiero dos margaritas', '¿cuánto cuesta el pesto?'])(
    'is not the Spanish: %s',
    (said) => {
      expect(contentsQuestion(said, SPANISH)).toBeNull();
    },
  );
});
