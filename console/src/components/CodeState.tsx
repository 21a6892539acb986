import type { ListedCode } from "@triport/sdk";
import { memberMessages } from "../messages/member";
import { Status, type Tone } from "./Status";

const TONES: Record<ListedCode["State"], Tone> = {
  active: "good",
  alias: "accent",
  disabled: "still",
  erased: "still",
};

/** What a code does at present, in a word. */
export function CodeState({ state }: { state: ListedCode["State"] }) {
  return <Status tone={TONES[state]}>{memberMessages.codes.states[state]}</Status>;
}
