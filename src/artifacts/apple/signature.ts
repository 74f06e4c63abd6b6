/** What is said about the signatures around an Apple document: intact or not, and whether a named root vouches for the signer. */
import type { SignedDocument, Signer } from '../../formats/cms.ts';
import { judgeSigner, type SignerChain } from '../../formats/cms-trust.ts';
import type { Notice } from '../../model/notice.ts';

/**
 * One notice or more for each signer of one signed layer. Trust needs roots that the operator names; none are assumed.
 * @param roots in PEM
 */
export function signatureNotices(layer: SignedDocument, asOf: string, roots: readonly string[]): Notice[] {
  return layer.signers.flatMap((signer, index) => {
    const own = ownNotice(signer, asOf);
    const certificate = layer.signerCertificates[index];
    if (roots.length === 0 || signer.integrity !== 'valid' || certificate === undefined)
      return [own ?? untrusted];
    return judgedNotices(own, { certificate, others: layer.certificates }, asOf, roots);
  });
}

/** A file counts as trusted when every signer of every layer is. */
export function jointly(notices: readonly Notice[]): Notice[] {
  if (notices.every(({ code }) => code === 'signature-trusted')) return [...notices];
  return notices.map((notice) => (notice.code === 'signature-trusted' ? partlyTrusted : notice));
}

const untrusted: Notice = {
  code: 'signature-untrusted',
  message: 'The signature is intact; no trusted root was named, so the signer is not vouched for.',
};
const partlyTrusted: Notice = {
  code: 'signature-untrusted',
  message: 'The signature is intact and leads to a trusted root, but not every signature of the file does.',
};

/** What the signer's certificate and the signature show by themselves. */
function ownNotice(signer: Signer, asOf: string): Notice | undefined {
  if (signer.integrity === 'invalid') {
    return {
      code: 'signature-invalid',
      message: `The signature is invalid: ${signer.detail ?? 'it does not match'}. The file was changed after signing; nothing in it is used.`,
    };
  }
  if (signer.integrity === 'unchecked')
    return {
      code: 'signature-unchecked',
      message: `The signature could not be checked: ${signer.detail ?? 'unknown reason'}.`,
    };
  const isOutside =
    (signer.validTo !== undefined && signer.validTo < asOf) ||
    (signer.validFrom !== undefined && signer.validFrom > asOf);
  if (isOutside) {
    return {
      code: 'signature-expired',
      message: `The signature is intact; the signer’s certificate is valid from ${signer.validFrom?.slice(0, 10)} to ${signer.validTo?.slice(0, 10)}.`,
    };
  }
  if (!signer.weak) return undefined;
  return {
    code: 'signature-weak',
    message: 'The signature is intact but weak (SHA-1, or a key under 2048 bits).',
  };
}

function judgedNotices(
  own: Notice | undefined,
  chain: SignerChain,
  asOf: string,
  roots: readonly string[],
): Notice[] {
  const judgement = judgeSigner(chain, roots, asOf);
  if (judgement.state === 'trusted') {
    if (own !== undefined) return [own];
    const purpose = judgement.isForSigning ? '' : ', its certificate names no purpose of signing';
    const message = `The signature is intact and leads to the trusted root “${judgement.root}”${purpose}; revocation is not looked up.`;
    return [{ code: 'signature-trusted', message }];
  }
  const message = `The signature is intact; ${judgement.detail}.`;
  if (judgement.state === 'untrusted')
    return [...(own === undefined ? [] : [own]), { code: 'signature-not-from-root', message }];
  return [{ code: `signature-${judgement.state}`, message }];
}
