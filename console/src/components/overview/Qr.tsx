import { Download } from "lucide";
import { useMemo } from "react";
import { encode } from "uqr";
import { messages } from "../../messages";
import { download } from "../../services/download";
import { pngOf, qrPath, svgOf } from "../../services/qr";
import { Button } from "../Button";
import { Icon } from "../Icon";
import styles from "./Qr.module.css";

const { link } = messages.overview;

/** The link to scan and to print. Loaded after the rest of the page. */
// biome-ignore lint/style/noDefaultExport: what is loaded lazily is its module's default
export default function Qr({ url }: { url: string }) {
  const code = useMemo(() => encode(url, { ecc: "M", border: 0 }).data, [url]);
  const size = code.length;
  return (
    <div className={styles["qr"]}>
      <svg viewBox={`-2 -2 ${size + 4} ${size + 4}`} className={styles["code"]} role="img" aria-label={link.qr}>
        <path d={qrPath(code)} shapeRendering="crispEdges" />
      </svg>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in */}
      <div role="group" aria-label={link.qrDownload} className={styles["ways"]}>
        <Button className={styles["way"]} onClick={() => download(svgOf(code), `${link.qrFile}.svg`)}>
          <Icon of={Download} size={14} />
          {link.qrSvg}
        </Button>
        <Button className={styles["way"]} onClick={async () => download(await pngOf(code), `${link.qrFile}.png`)}>
          <Icon of={Download} size={14} />
          {link.qrPng}
        </Button>
      </div>
    </div>
  );
}
