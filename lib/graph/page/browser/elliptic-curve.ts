interface Curve {
  readonly prime: bigint;
  /** `y² = x³ - 3x + b`. */
  readonly b: bigint;
}

/** Curves by their object identifiers: P-256, P-384 and P-521. Source: NIST SP 800-186, section 3.2.1. */
const curves: Readonly<Record<string, Curve>> = {
  '2a8648ce3d030107': {
    prime: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  },
  '2b81040022': {
    prime: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
  },
  '2b81040023': {
    prime: 2n ** 521n - 1n,
    b: 0x51953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
  },
};

/** Is a point, both coordinates in hexadecimal digits, one of the curve? Undefined for a curve that is not known here. */
export function isOnCurve(curve: string, point: string): boolean | undefined {
  const known = curves[curve];
  if (!known) return undefined;
  const { prime, b } = known;
  const digits = 2 * Math.ceil(prime.toString(2).length / 8);
  if (point.length !== 2 * digits) return false;
  const [x, y] = [BigInt(`0x${point.slice(0, digits)}`), BigInt(`0x${point.slice(digits)}`)];
  return x < prime && y < prime && (y * y - (x * x * x - 3n * x + b)) % prime === 0n;
}
