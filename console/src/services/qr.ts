/** Cells of a code, dark ones true, a row after the other. */
export type Cells = readonly (readonly boolean[])[];

/** White cells around a code: without them it is not found on a dark ground. */
const QUIET_CELLS = 4;
const PNG_CELL_PX = 16;

/** The dark cells as one path, a cell one unit wide; runs of a row are joined. */
export function qrPath(cells: Cells): string {
  return cells
    .flatMap((row, y) =>
      row.map((dark, x) => {
        if (!dark || row[x - 1]) return "";
        let end = x;
        while (row[end]) end += 1;
        return `M${x} ${y}h${end - x}v1h${x - end}z`;
      }),
    )
    .join("");
}

export function svgOf(cells: Cells): Blob {
  const size = cells.length + 2 * QUIET_CELLS;
  const box = `${-QUIET_CELLS} ${-QUIET_CELLS} ${size} ${size}`;
  const ground = `<path fill="#fff" d="M${-QUIET_CELLS} ${-QUIET_CELLS}h${size}v${size}h${-size}z"/>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" width="${size * 8}" height="${size * 8}" shape-rendering="crispEdges">${ground}<path d="${qrPath(cells)}"/></svg>`;
  return new Blob([svg], { type: "image/svg+xml" });
}

export function pngOf(cells: Cells): Promise<Blob> {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = (cells.length + 2 * QUIET_CELLS) * PNG_CELL_PX;
  const context = canvas.getContext("2d");
  if (context) {
    context.fillStyle = "#fff";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.scale(PNG_CELL_PX, PNG_CELL_PX);
    context.translate(QUIET_CELLS, QUIET_CELLS);
    context.fillStyle = "#000";
    context.fill(new Path2D(qrPath(cells)));
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("the picture could not be made"))), "image/png");
  });
}
