/** What is read may be about subjects of other files: the ordinary reader takes the whole folder. */
export class NotAlone extends Error {
  constructor() {
    super('records that may have to be joined');
    this.name = 'NotAlone';
  }
}
