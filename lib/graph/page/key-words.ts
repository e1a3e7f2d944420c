/** What a page holds instead of a private key. */
export const keyWords = {
  ofCertificate: 'the private key of this certificate (not shown)',
  ofAnother: 'a private key of another certificate (not shown)',
  none: 'no private key in PEM (not shown)',
} as const;
