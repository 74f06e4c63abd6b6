/** How much of other things than subjects the page holds; all else is in the JSON report. The subjects: ../shown.ts. */
export const limits = {
  evidence: 20,
  inputs: 500,
  notices: 20,
  unknownGroups: 100,
  waivers: 200,
  /** Characters of one value; what is longer is no setting any more. */
  value: 2_000,
} as const;
