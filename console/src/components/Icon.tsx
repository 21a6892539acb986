import type { IconNode } from "lucide";
import { createElement } from "react";

interface Props {
  /** One of Lucide's drawings, which are plain data; all that there is of Lucide's own for React is not needed here. */
  of: IconNode;
  size?: number;
  /** For many of them under each other, which would be louder than the words. */
  thin?: boolean;
  className?: string | undefined;
}

/** A drawing beside words. Screen readers hear the words only. */
export function Icon({ of, size = 18, thin = false, className }: Props) {
  return (
    <svg
      className={className}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={thin ? 1.75 : 2}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {of.map(([shape, attributes], at) => createElement(shape, { ...attributes, key: at }))}
    </svg>
  );
}
