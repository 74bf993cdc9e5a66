/** A part of a copy: its number, from 1, and its bytes in the format of CopySourceRange. */
export interface Part {
  number: number;
  range: string;
}

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
const MOST_PARTS = 10_000;

/** The parts of an object; they are larger than requested if there would be more than 10,000. */
export function partsOf(size: number, partBytes: number): Part[] {
  const bytes = Math.max(partBytes, Math.ceil(size / MOST_PARTS));
  return Array.from({ length: Math.ceil(size / bytes) }, (_, index) => {
    const start = index * bytes;
    const end = Math.min(start + bytes, size) - 1;
    return { number: index + 1, range: `bytes=${start}-${end}` };
  });
}
