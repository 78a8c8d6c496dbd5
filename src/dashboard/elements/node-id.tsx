import { partsOfNode } from '../model/words.ts';

/** The id of a node, shortened for lists; whole in its tooltip and when it is copied. */
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
