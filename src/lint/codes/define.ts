/** What is written about one code; docs/lint and --explain are made of it. */
import type { LintLevel } from '../define.ts';

export interface CodePage {
  readonly level: LintLevel;
  /** The level that other target facts give, in words. */
  readonly otherwise?: string;
  readonly title: string;
  readonly means: string;
  readonly why: string;
  /** Lines of a profile that have it. */
  readonly example?: string;
  readonly mend: string;
  /** The vendor's document. */
  readonly source: string;
}

const base = 'https://developer.apple.com/documentation/devicemanagement';

/** Documents of Apple that pages name. */
export const documents = {
  topLevel: `Apple, Device Management, TopLevel: ${base}/toplevel`,
  common: `Apple, Device Management, CommonPayloadKeys: ${base}/commonpayloadkeys`,
  payloads: `Apple, Device Management, Profile-Specific Payload Keys: ${base}/profile-specific-payload-keys`,
  restrictions: `Apple, Device Management, Restrictions: ${base}/restrictions`,
  declarations: `Apple, Device Management, Declarations: ${base}/declarations`,
  removalPassword: `Apple, Device Management, ProfileRemovalPassword: ${base}/profileremovalpassword`,
  schema: 'Apple, device-management repository: https://github.com/apple/device-management',
  deployment: 'Apple, Platform Deployment: https://support.apple.com/guide/deployment',
} as const;
