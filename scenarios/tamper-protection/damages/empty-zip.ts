/** A zip without files: its end-of-central-directory record. */
export const emptyZip = Uint8Array.from([0x50, 0x4b, 5, 6, ...Array<number>(18).fill(0)]);
