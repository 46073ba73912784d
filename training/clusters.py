#!/usr/bin/env python3
"""Groups words that are used alike, or mean alike, for the attribution tagger.

  python3 clusters.py OUT.bin TEXTS.jsonl[.gz] ... --encoder MODEL-FOLDER

Two views of each frequent word: how it is used (skip-gram vectors over the given texts, gensim) and what it means (the
word alone through MiniLM-L6, Apache-2.0, mean over its pieces). K-means in each view. Out: the hash of each word and
its group in each view; no text, no vectors. One thread and fixed seeds: the same texts give the same file.
Needs: numpy, gensim 4.4, scikit-learn 1.9, safetensors.
"""
import argparse, gzip, json, re, struct, sys, time

import numpy as np

TOKEN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*|\d+|[^\w\s]")
CLITIC = re.compile(r"(?<=[a-z])(n't|'(?:s|re|ve|ll|d|m))\b")
END = re.compile(r"(?<=[.!?])[\"”’]?\s+(?=[\"“‘A-Z])|\n+")


def sentences(paths):
    for path in paths:
        opener = gzip.open if path.endswith(".gz") else open
        with opener(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                entry = json.loads(line)
                text = entry.get("text") or entry.get("body") or ""
                for sentence in END.split((entry.get("title") or "") + "\n" + text):
                    sentence = sentence.replace("’", "'").replace("‘", "'").lower()
                    sentence = CLITIC.sub(r" \1", sentence)
                    words = re.findall(r"n't|'(?:s|re|ve|ll|d|m)\b|[^\W\d_]+(?:-[^\W\d_]+)*|\d+|[^\w\s]", sentence)
                    if len(words) > 2:
                        yield ["0" if word.isdigit() else word for word in words]


def layer_norm(x, weight, bias):
    mean = x.mean(-1, keepdims=True)
    return (x - mean) / np.sqrt(((x - mean) ** 2).mean(-1, keepdims=True) + 1e-12) * weight + bias


def encode(words, folder):
    """The mean vector of each word's pieces, the word standing alone."""
    from safetensors.numpy import load_file

    w = load_file(folder + "/model.safetensors")
    w = {k.removeprefix("bert."): v.astype(np.float32) for k, v in w.items()}
    pieces = {line.rstrip("\n"): n for n, line in enumerate(open(folder + "/vocab.txt", encoding="utf-8"))}
    erf = np.vectorize(__import__("math").erf, otypes=[np.float32])
    del erf

    def split(word):
        out, at = [], 0
        while at < len(word):
            for end in range(len(word), at, -1):
                piece = ("##" if at else "") + word[at:end]
                if piece in pieces:
                    out.append(pieces[piece])
                    at = end
                    break
            else:
                return [pieces["[UNK]"]]
        return out[:10]

    ids = [[pieces["[CLS]"], *split(word), pieces["[SEP]"]] for word in words]
    vectors = np.zeros((len(words), 384), np.float32)
    by_length = {}
    for n, row in enumerate(ids):
        by_length.setdefault(len(row), []).append(n)
    for length, numbers in sorted(by_length.items()):
        for start in range(0, len(numbers), 512):
            batch = numbers[start:start + 512]
            x = w["embeddings.word_embeddings.weight"][np.array([ids[n] for n in batch])]
            x = x + w["embeddings.position_embeddings.weight"][:length] + w["embeddings.token_type_embeddings.weight"][0]
            x = layer_norm(x, w["embeddings.LayerNorm.weight"], w["embeddings.LayerNorm.bias"])
            for layer in range(6):
                p = f"encoder.layer.{layer}."
                dense = lambda name, x: x @ w[p + name + ".weight"].T + w[p + name + ".bias"]
                heads = lambda x: x.reshape(len(batch), length, 12, 32).transpose(0, 2, 1, 3)
                q, k, v = (heads(dense("attention.self." + n, x)) for n in ("query", "key", "value"))
                a = q @ k.transpose(0, 1, 3, 2) / np.sqrt(32.0)
                a = np.exp(a - a.max(-1, keepdims=True))
                a /= a.sum(-1, keepdims=True)
                y = (a @ v).transpose(0, 2, 1, 3).reshape(len(batch), length, 384)
                x = layer_norm(x + dense("attention.output.dense", y), w[p + "attention.output.LayerNorm.weight"],
                               w[p + "attention.output.LayerNorm.bias"])
                y = dense("intermediate.dense", x)
                y = 0.5 * y * (1 + np.tanh(0.7978845608 * (y + 0.044715 * y ** 3)))
                x = layer_norm(x + dense("output.dense", y), w[p + "output.LayerNorm.weight"], w[p + "output.LayerNorm.bias"])
            vectors[batch] = x[:, 1:-1].mean(1)
    return vectors


def fnv(word):
    """The hash of firsthand_engine::linear::hash."""
    key = 0x811C9DC5
    for byte in word.encode():
        key = (key ^ byte) * 0x01000193 & 0xFFFFFFFF
    stirred = (((key << 7 | key >> 25) & 0xFFFFFFFF) ^ 0x5BD1) * 0x9E3779B1 & 0xFFFFFFFF
    return stirred ^ stirred >> 15


def groups(vectors, count):
    from sklearn.cluster import MiniBatchKMeans

    unit = vectors / (np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9)
    return MiniBatchKMeans(count, random_state=1, batch_size=4096, n_init=2, max_iter=60).fit_predict(unit)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out")
    ap.add_argument("texts", nargs="+")
    ap.add_argument("--encoder", required=True)
    a = ap.parse_args()
    from gensim.models import Word2Vec

    start = time.time()
    texts = list(sentences(a.texts))
    print(sum(map(len, texts)), "words", flush=True)
    model = Word2Vec(texts, vector_size=64, window=3, sg=1, negative=8, min_count=4, epochs=6, workers=1, seed=1, sample=1e-4)
    words = [word for word in model.wv.index_to_key if word[0].isalpha() or word[0] in "'"]
    use = np.stack([model.wv[word] for word in words])
    print(len(words), "words kept", round(time.time() - start), "s", flush=True)
    sense = encode(words, a.encoder)
    print("encoded", round(time.time() - start), "s", flush=True)
    sense -= sense.mean(0)
    np.savez("/tmp/w2v/vectors.npz", use=use, sense=sense, words=np.array(words))
    views = [groups(use, 128), groups(use, 1024), groups(sense, 256), groups(sense, 1536)]
    rows = sorted({fnv(word): tuple(int(view[n]) for view in views) for n, word in reversed(list(enumerate(words)))}.items())
    with open(a.out, "wb") as out:
        out.write(b"FHW1" + struct.pack("<I", len(rows)))
        for key, row in rows:
            out.write(struct.pack("<I4H", key, *row))
    for probe in ("said", "slammed", "according", "believes", "spokesman", "vowed"):
        n = words.index(probe)
        for view in views:
            print(probe, "~", " ".join(words[m] for m in range(len(words)) if view[m] == view[n])[:150])
    print(round(time.time() - start), "s")


if __name__ == "__main__":
    main()
