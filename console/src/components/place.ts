import type { LinkProps } from "@tanstack/react-router";
import type { IconNode } from "lucide";

/** A page of the navigation. */
export interface Place {
  to: NonNullable<LinkProps["to"]>;
  name: string;
  icon: IconNode;
  /** Current only at exactly this address; otherwise also at those below it. */
  exact?: boolean;
}
