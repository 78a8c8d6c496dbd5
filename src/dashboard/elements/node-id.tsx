import { partsOfNode } from '../model/words.ts';

/** The id of a node, short enough to be read in a list; whole where it is pointed at, and in what is copied. */
export function NodeId({ id }: { readonly id: string }) {
  const { head, middle, tail } = partsOfNode(id);
  return (
    <span class="id" title={id}>
      {head}
      {middle !== '' && <span class="middle">{middle}</span>}
      {tail}
    </span>
  );
}
