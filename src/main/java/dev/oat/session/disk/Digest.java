package dev.oat.session.disk;

import java.util.Arrays;

/**
 * The SHA-256 of some bytes, as text.
 *
 * <p>Written out here because a cached token is given out in prompts and loops: the JDK's own reads its security
 * properties and sets up its providers first, which costs more than everything else that such a command does. What is
 * hashed here names files and finds changes; nothing is signed or kept secret by it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6234#section-6">RFC 6234 §6</a>
 */
public final class Digest {
    private static final String DIGITS = "0123456789abcdef";
    private static final int BLOCK = 64;

    /** The first 32 bits of the fractions of the cube roots of the first 64 primes (§5.1). */
    private static final int[] ROUND = {
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
        0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
        0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
        0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
        0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
        0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
        0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
    };

    /** The same of the square roots of the first eight (§6.1). */
    private static final int[] START = {
        0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
    };

    private Digest() {}

    /** Returns the hash in 64 hexadecimal digits. */
    public static String sha256(byte[] bytes) {
        int[] state = START.clone();
        byte[] padded = padded(bytes);
        int[] schedule = new int[64];
        for (int offset = 0; offset < padded.length; offset += BLOCK) {
            compress(state, schedule, padded, offset);
        }
        StringBuilder text = new StringBuilder(64);
        for (int word : state) {
            for (int shift = 28; shift >= 0; shift -= 4) {
                text.append(DIGITS.charAt(word >>> shift & 15));
            }
        }
        return text.toString();
    }

    /** Returns a one, zeros, and the length in bits, up to whole blocks (§4.1). */
    private static byte[] padded(byte[] bytes) {
        int blocks = (bytes.length + 8) / BLOCK + 1;
        byte[] padded = Arrays.copyOf(bytes, blocks * BLOCK);
        padded[bytes.length] = (byte) 0x80;
        long bits = 8L * bytes.length;
        for (int i = 1; i <= 8; i++) {
            padded[padded.length - i] = (byte) bits;
            bits >>>= 8;
        }
        return padded;
    }

    private static void compress(int[] state, int[] w, byte[] block, int offset) {
        for (int t = 0; t < 16; t++) {
            int at = offset + 4 * t;
            w[t] = block[at] << 24 | (block[at + 1] & 255) << 16 | (block[at + 2] & 255) << 8 | (block[at + 3] & 255);
        }
        for (int t = 16; t < 64; t++) {
            int s0 = Integer.rotateRight(w[t - 15], 7) ^ Integer.rotateRight(w[t - 15], 18) ^ (w[t - 15] >>> 3);
            int s1 = Integer.rotateRight(w[t - 2], 17) ^ Integer.rotateRight(w[t - 2], 19) ^ (w[t - 2] >>> 10);
            w[t] = w[t - 16] + s0 + w[t - 7] + s1;
        }
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        int e = state[4];
        int f = state[5];
        int g = state[6];
        int h = state[7];
        for (int t = 0; t < 64; t++) {
            int big1 = Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25);
            int first = h + big1 + ((e & f) ^ (~e & g)) + ROUND[t] + w[t];
            int big0 = Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22);
            int second = big0 + ((a & b) ^ (a & c) ^ (b & c));
            h = g;
            g = f;
            f = e;
            e = d + first;
            d = c;
            c = b;
            b = a;
            a = first + second;
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
        state[4] += e;
        state[5] += f;
        state[6] += g;
        state[7] += h;
    }
}
