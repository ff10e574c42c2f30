const LAYERS = 256;
/** Where the tail begins, and the area of every layer, for exp(-x) in 256 layers (Marsaglia and Tsang, 2000). */
const TAIL = 7.69711747013105;
const AREA = 0.003949659822581557;

/**
 * The ziggurat of exp(-x). Layer i covers 0 .. x[i] and lies between the heights y[i] and y[i + 1]; layer 0 holds the tail, so
 * its width is that of a rectangle with the layer's area.
 */
export const EXPONENTIAL = (() => {
  const x = new Float64Array(LAYERS + 1);
  const y = new Float64Array(LAYERS + 1);
  x[0] = AREA / Math.exp(-TAIL);
  x[1] = TAIL;
  y[1] = Math.exp(-TAIL);
  for (let i = 2; i < LAYERS; i++) {
    y[i] = (y[i - 1] as number) + AREA / (x[i - 1] as number);
    x[i] = -Math.log(y[i] as number);
  }
  x[LAYERS] = 0;
  y[LAYERS] = 1;
  return { x, y, tail: TAIL };
})();
