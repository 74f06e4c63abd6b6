/** The whole input is to be read in the ordinary way, which says what is wrong with it. */
export class NotPlain extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'NotPlain';
  }
}
