import dataclasses
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor_bot.errors import EmbedderError
from advisor_bot.retrieval.embedding import TOKENIZER, WEIGHTS, LocalEmbedder, PackagedFile

TEXTS = [
    "An entry-level certificate in network security, with labs.",
    "Baking bread.",
    "A cybersecurity credential for people who start from nothing " * 30,
    "",
    "Bread",
]


def test_every_vector_has_length_one_whatever_the_text(embedder: LocalEmbedder) -> None:
    vectors = embedder.embed([*TEXTS, "\ud800", "日本語", "\x00"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (8, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_meaning_decides_not_words(embedder: LocalEmbedder) -> None:
    wanted, near, far = embedder.embed(
        ["cheap course for learning to defend networks", TEXTS[0], TEXTS[1]]
    )
    assert wanted @ near > 0.3 > wanted @ far


def test_rows_keep_the_order_of_the_texts_though_batches_go_by_length(
    embedder: LocalEmbedder,
) -> None:
    together = embedder.embed(TEXTS * 10)
    alone = np.concatenate([embedder.embed([text]) for text in TEXTS] * 10)
    assert together == pytest.approx(alone, abs=1e-4)


def test_nothing_to_embed_is_an_empty_matrix(embedder: LocalEmbedder) -> None:
    assert embedder.embed([]).shape == (0, 384)


def test_a_long_text_is_cut_at_what_the_model_was_trained_for(embedder: LocalEmbedder) -> None:
    assert embedder.count_tokens("certificate " * 1000) == 256
    assert embedder.count_tokens("certificate") == 3


@settings(max_examples=25, deadline=None)
@given(text=st.text(st.characters()))
def test_any_text_can_be_embedded(embedder: LocalEmbedder, text: str) -> None:
    assert np.isfinite(embedder.embed([text])).all()


def test_threads_share_one_embedder() -> None:
    fresh = LocalEmbedder(threads=1)
    with ThreadPoolExecutor(4) as pool:
        vectors = list(pool.map(lambda _: fresh.embed(["the same text"]), range(8)))
    assert all(np.array_equal(vectors[0], other) for other in vectors)


def test_the_name_changes_with_the_weights() -> None:
    other = LocalEmbedder(weights=dataclasses.replace(WEIGHTS, sha256="0" * 64))
    assert LocalEmbedder().name == "all-MiniLM-L6-v2 int8 (8199be6f)"
    assert other.name != LocalEmbedder().name


@pytest.mark.parametrize(
    ("file", "message"),
    [
        (dataclasses.replace(TOKENIZER, sha256="0" * 64), "is not the file this was made for"),
        (dataclasses.replace(TOKENIZER, path_ends_with="no-such-file"), "has no file"),
        (PackagedFile("no-such-package", "x", "0" * 64), "is not installed"),
    ],
)
def test_files_that_are_not_what_is_expected_are_refused_with_a_next_step(
    file: PackagedFile, message: str
) -> None:
    with pytest.raises(EmbedderError, match=f"{message}.*make setup"):
        LocalEmbedder(tokenizer=file).embed(["text"])


def test_a_file_that_is_no_model_is_refused_with_a_next_step() -> None:
    with pytest.raises(EmbedderError, match="does not load on this machine"):
        LocalEmbedder(weights=TOKENIZER).embed(["text"])
