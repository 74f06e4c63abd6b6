/** ASN.1 and the signed files in it. A content that changed must never come with a valid signature. */
import { octetString, readAsn1 } from '../../src/formats/asn1.ts';
import { isCms, openSigned } from '../../src/formats/cms.ts';
import { attempt, Violation } from './check.ts';

export function fuzz(data: Uint8Array): void {
  attempt(
    data,
    () => readAsn1(data),
    ({ element, end }) => {
      if (end > data.length || element.raw.length !== end) throw new Violation('an element leaves the file');
      octetString(element);
    },
  );
  isCms(data);
  attempt(
    data,
    () => openSigned(data),
    ({ signers, content }) => {
      if (signers.length === 0) throw new Violation('signed by nobody');
      if (!(content instanceof Uint8Array)) throw new Violation('content that is no bytes');
    },
  );
}
