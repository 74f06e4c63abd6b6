/** Advice that many settings share: which evidence shows them. One sentence fragment each, after "to decide it, add". */
export const proofs = {
  restrictions:
    'a configuration profile with a Restrictions payload, or an Intune iOS device restrictions policy',
  passcodePayload:
    'a configuration profile with a passcode payload, or an Intune iOS policy or compliance policy',
  androidPolicy: 'an Android Management API policy, or an Intune Android device restrictions policy',
  inventory: 'an MDM device inventory (for example an Intune managedDevices export)',
  appInventory: 'an app inventory of the phone from the MDM, or a handset extraction',
  appProtection: 'an Intune app protection policy',
  androidGrants: 'an Android Management API policy with permission grants, or a handset extraction',
  iosGrants: 'an iPhone backup or file-system extraction with TCC.db; management cannot report it',
  androidFiles: 'a full file-system extraction of the phone',
  label: 'a label supplied by the organisation',
} as const;
