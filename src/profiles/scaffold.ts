/** A first audit profile to change: it has no problem and its examples behave. */

/** @param schema where the schema for editors lies, seen from the file */
export const scaffold = (id: string, schema: string): string => `# yaml-language-server: $schema=${schema}
# Check it with \`passmuster profile check\`, run its examples with \`passmuster profile test\`. docs/audit-profiles.md
id: ${id}
title: Our phones
version: '1' # quoted: 1.10 without quotes is the number 1.1
description: Where it comes from, and whom it is for.
parameters:
  passcodeLength:
    title: Fewest characters of the passcode
    type: integer
    minimum: 4
    maximum: 16
    default: 6
rules:
  - id: passcode-length # never used again for another rule
    title: The passcode has enough characters # reads true when the rule passes
    severity: high # critical, high, medium, low, info
    setting: passcode.minimumLength # passmuster settings lists them
    is: { atLeast: { parameter: passcodeLength } }
    rationale: A short code is guessed more easily.
    remediation:
      profile: Set minLength (passcode payload).
      intune: Set passcodeMinimumLength.
      android-management: Set passwordMinimumLength.
    references: [Our mobile standard]
    examples:
      pass: [{ passcode.minimumLength: 6 }]
      fail: [{ passcode.minimumLength: 4 }]
  - id: storage-encryption
    title: The storage is encrypted
    severity: high
    setting: storage.encrypted
    is: true
    appliesTo: { kind: [device] }
    rationale: Memory that is not encrypted can be read without the passcode.
    remediation: Set a passcode; on Android require encryption, too.
    references: [Our mobile standard]
    examples:
      pass: [{ storage.encrypted: true }]
      fail: [{ storage.encrypted: false }]
`;
