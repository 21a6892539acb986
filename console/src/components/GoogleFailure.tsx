import { memberMessages } from "../messages/member";
import { Told } from "../services/errors";
import { Failure } from "./Failure";

const { google: text } = memberMessages;

/** Says what went wrong on the way back from Google, by the tag in the address. Rare, so loaded when it is needed. */
// biome-ignore lint/style/noDefaultExport: what is loaded lazily is its module's default
export default function GoogleFailure({ tag }: { tag: string }) {
  const known: Record<string, string | undefined> = text.tags;
  return <Failure error={new Told(known[tag] ?? text.failed)} />;
}
