/** Numbers in a row that grows, a few bytes each. */
export interface Column {
  readonly length: () => number;
  readonly push: (value: number) => void;
  readonly set: (index: number, value: number) => void;
  /** 0 past the end. */
  readonly at: (index: number) => number;
}

type Cells = Uint8Array | Uint32Array | Float64Array;

const FIRST_ROOM = 4096;

export const column = (cells: new (length: number) => Cells): Column => {
  let values = new cells(FIRST_ROOM);
  let length = 0;
  return {
    length: () => length,
    push: (value) => {
      if (length === values.length) {
        const larger = new cells(2 * length);
        larger.set(values);
        values = larger;
      }
      values[length++] = value;
    },
    set: (index, value) => {
      values[index] = value;
    },
    at: (index) => (index < length ? (values[index] as number) : 0),
  };
};
