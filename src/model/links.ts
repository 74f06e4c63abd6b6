/**
 * How records of one phone find each other. A token is a kind and a keyed digest (`serial:9f2c…`), made where the value is read:
 * the value itself, which names a person's phone, goes no further.
 */
export type Token = string;

export interface Links {
  /** What a phone is: its serial number, UDID, IMEI, its identifier in a management system. Records that share one are of one phone. */
  readonly is?: readonly Token[];
  /**
   * What a phone belongs to: a group, its user, the policy on it, all phones of a management system. Beside facts: what the
   * phones that they reach belong to as well, such as a user whom only a list of users of devices names.
   */
  readonly of?: readonly Token[];
  /** What is said here reaches every phone that is or belongs to one of these … */
  readonly to?: readonly Token[];
  /** … phones that confirm having the policy as it stands here: what it demands is then installed … */
  readonly on?: readonly Token[];
  /** … and none that is or belongs to one of these. */
  readonly except?: readonly Token[];
  /** Beside facts: groups whose members `to` names all of; whoever is not among them is not in the group. */
  readonly whole?: readonly Token[];
}
