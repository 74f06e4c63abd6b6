/** Names of things to be made: what is allowed, and how an id is written as a variable and as words. */

/** A refusal with its reason; the scaffolder has written nothing. */
export class Refusal extends Error {}

const kebab = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;
const dotted = /^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+$/;

/** @throws Refusal */
export function requireKebab(id: string): void {
  if (!kebab.test(id)) throw new Refusal(`The id ${id} is not kebab-case, such as jamf-pro-json.`);
}

/** @throws Refusal */
export function requireDotted(id: string): void {
  if (!dotted.test(id))
    throw new Refusal(`The id ${id} is not dotted lower camel case, such as camera.front.allowed.`);
}

/** `jamf-pro-json` → `jamfProJson`. */
export function camelOf(id: string): string {
  return id.replace(/-([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/** `jamf-pro-json` → `jamf pro json`; `camera.front.allowed` → `camera front allowed`. */
export function wordsOf(id: string): string {
  return id.replace(/[-.]/g, ' ').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** The words with a capital first letter. */
export function titleOf(id: string): string {
  const words = wordsOf(id);
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
