import { Component, type ComponentType, h, type VNode } from 'preact';

/** A component that is rendered again only if one of its properties has changed. */
export function memo<Props extends object>(Drawn: (props: Props) => VNode): ComponentType<Props> {
  return class extends Component<Props> {
    override shouldComponentUpdate(next: Props): boolean {
      return Object.keys(next).some((name) => next[name as keyof Props] !== this.props[name as keyof Props]);
    }

    override render() {
      return h(Drawn, this.props);
    }
  };
}
