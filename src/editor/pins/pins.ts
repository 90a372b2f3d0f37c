/** What pins many at once and asks for a whole file: a bundle of its own, loaded by the first command that does. */
export { askAll } from './ask-all.ts';
export { checkEverything } from './check-dependencies.ts';
export { heldBack, openQuestions } from './open-questions.ts';
export { countOpen } from './outcome.ts';
export { pinEverything } from './pin-everything.ts';
