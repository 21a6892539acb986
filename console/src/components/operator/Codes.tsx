import type { ListedCode } from "@triport/sdk";
import { memberMessages } from "../../messages/member";
import { operatorMessages } from "../../messages/operator";
import { CodeState } from "../CodeState";
import { Figure, Figures } from "../Figures";
import { Section } from "../Section";

/** Every code of an account; one that was erased has no text any more. */
export function Codes({ codes }: { codes: readonly ListedCode[] }) {
  return (
    <Section title={operatorMessages.user.codes}>
      <Figures>
        {codes.map(({ ID, Code, State }) => (
          <Figure key={ID} name={Code || memberMessages.codes.states.erased} value={<CodeState state={State} />} />
        ))}
      </Figures>
    </Section>
  );
}
