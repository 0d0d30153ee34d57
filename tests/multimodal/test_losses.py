"""The losses against slow twins that follow the definitions pair by pair."""

import math
import os

import pytest
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from hypothesis import given, settings
from hypothesis import strategies as st
from matloom.multimodal.losses import FUSED, ContrastiveLoss, modality_pairs, normalised

NAMES = ("crystal", "dos", "text")


def slow_info_nce(a, b, material, scale):
    """Both directions, row by row; other rows of the same material stand in no denominator."""
    total = 0.0
    for q, k in ((a, b), (b, a)):
        for i in range(len(q)):
            seen = [j for j in range(len(k)) if j == i or material[j] != material[i]]
            total = total - torch.log_softmax(torch.stack([scale * (q[i] @ k[j]) for j in seen]), 0)[seen.index(i)]
    return total / (2 * len(a))


def slow_siglip(a, b, material, scale, bias):
    total = 0.0
    for i in range(len(a)):
        for j in range(len(b)):
            if i == j or material[i] != material[j]:
                sign = 1 if i == j else -1
                total = total - torch.log(torch.sigmoid(sign * (scale * (a[i] @ b[j]) + bias)))
    return total / len(a)


def slow_loss(loss, embeddings, masks, material):
    parts = []
    names = [n for n in embeddings if n != FUSED]
    for x, y in modality_pairs(names, loss.pairing, loss.anchor):
        keep = [i for i in range(len(material)) if masks[x][i] and masks[y][i]]
        if len({int(material[i]) for i in keep}) < 2:
            continue
        a, b, ids = embeddings[x][keep], embeddings[y][keep], material[keep]
        scale = loss.log_scale.exp()
        if loss.contrast == "info_nce":
            parts.append(slow_info_nce(a, b, ids, scale))
        else:
            parts.append(slow_siglip(a, b, ids, scale, loss.bias))
    return sum(parts) / len(parts) if parts else torch.zeros((), dtype=torch.float64)


def make_batch(rows, seed=0, missing=0.4, materials=None, width=6):
    generator = torch.Generator().manual_seed(seed)
    raw = {n: torch.randn(rows, width, generator=generator, dtype=torch.float64) for n in (*NAMES, FUSED)}
    masks = {n: torch.rand(rows, generator=generator) > missing for n in NAMES}
    masks[FUSED] = torch.stack(list(masks.values())).sum(0) > 1
    material = torch.randint(0, materials or 10 * rows, (rows,), generator=generator)
    return raw, masks, material


def make_loss(contrast, pairing, chunk=0):
    loss = ContrastiveLoss(contrast=contrast, pairing=pairing, anchor="crystal", chunk=chunk).double()
    loss.bias.data.fill_(-1.0)
    loss.log_scale.data.fill_(math.log(5.0))
    return loss


def used(raw, pairing):
    names = (*NAMES, FUSED) if pairing == "fused" else NAMES
    leaves = {n: raw[n].clone().requires_grad_() for n in names}
    return leaves, {n: normalised(leaf) for n, leaf in leaves.items()}


def gradients(loss, leaves, value):
    targets = {**leaves, "scale": loss.log_scale}
    if loss.bias.requires_grad:
        targets["bias"] = loss.bias
    found = torch.autograd.grad(value, list(targets.values()), allow_unused=True, materialize_grads=True)
    return dict(zip(targets, found, strict=True))


@pytest.mark.parametrize("contrast", ["info_nce", "siglip"])
@pytest.mark.parametrize("pairing", ["anchored", "all_pairs", "fused"])
@pytest.mark.parametrize("chunk", [0, 3])
def test_equals_slow_twin_with_masks_and_repeated_materials(contrast, pairing, chunk):
    raw, masks, material = make_batch(17, materials=9)
    loss, slow = make_loss(contrast, pairing, chunk), make_loss(contrast, pairing)
    leaves, embeddings = used(raw, pairing)
    slow_leaves, slow_embeddings = used(raw, pairing)
    value = loss(embeddings, masks, material).loss
    expected = slow_loss(slow, slow_embeddings, masks, material)
    torch.testing.assert_close(value, expected, rtol=0, atol=1e-10)
    got = gradients(loss, leaves, value)
    for name, grad in gradients(slow, slow_leaves, expected).items():
        torch.testing.assert_close(got[name], grad, rtol=0, atol=1e-9, msg=lambda m, n=name: f"{n}: {m}")


@given(rows=st.integers(2, 12), seed=st.integers(0, 10_000), missing=st.floats(0, 0.95), chunk=st.integers(0, 5))
@settings(max_examples=40)
def test_any_mask_gives_the_slow_twins_value(rows, seed, missing, chunk):
    raw, masks, material = make_batch(rows, seed, missing, materials=rows)
    loss = make_loss("info_nce", "all_pairs", chunk)
    _, embeddings = used(raw, "all_pairs")
    value = loss(embeddings, masks, material).loss
    torch.testing.assert_close(value, slow_loss(loss, embeddings, masks, material), rtol=0, atol=1e-10)


def test_a_missing_row_is_not_read():
    raw, masks, material = make_batch(12)
    loss = make_loss("info_nce", "all_pairs")
    _, embeddings = used(raw, "all_pairs")
    value = loss(embeddings, masks, material).loss
    spoiled = {n: torch.where(masks[n][:, None], e, torch.full_like(e, 1e6)) for n, e in embeddings.items()}
    torch.testing.assert_close(loss(spoiled, masks, material).loss, value)


def test_pairs_with_fewer_than_two_materials_are_dropped_and_the_rest_averaged():
    raw, masks, material = make_batch(8, missing=0.0)
    masks["dos"][:] = False
    masks["dos"][3] = True
    loss = make_loss("info_nce", "all_pairs")
    _, embeddings = used(raw, "all_pairs")
    parts = loss(embeddings, masks, material)
    assert set(parts.pairs) == {"crystal~text"}
    torch.testing.assert_close(parts.loss, parts.pairs["crystal~text"])
    one_material = loss(embeddings, masks, torch.zeros_like(material))
    assert one_material.pairs == {}
    assert one_material.loss == 0
    assert one_material.loss.requires_grad


def test_a_twin_of_the_same_material_is_no_negative():
    loss = make_loss("info_nce", "anchored")
    axes = torch.eye(4, dtype=torch.float64)
    twins = {"crystal": axes[[0, 0, 1]], "dos": axes[[0, 0, 1]]}
    masks = {n: torch.ones(3, dtype=torch.bool) for n in twins}
    same = loss(twins, masks, torch.tensor([7, 7, 8])).loss
    strangers = loss(twins, masks, torch.tensor([6, 7, 8])).loss
    assert same.item() == pytest.approx(math.log(1 + math.exp(-5)) * 2 / 3 + math.log(1 + 2 * math.exp(-5)) / 3)
    assert strangers > same + 0.4


def test_chance_is_one_over_ln_n():
    torch.manual_seed(0)
    size = 512
    embeddings = {n: normalised(torch.randn(size, 512)) for n in ("a", "b")}
    masks = {n: torch.ones(size, dtype=torch.bool) for n in embeddings}
    loss = ContrastiveLoss(pairing="anchored", anchor="a", temperature=1.0)
    parts = loss(embeddings, masks, torch.arange(size))
    assert parts.relative()["a~b"] == pytest.approx(1.0, abs=0.02)


def test_unknown_anchor_is_refused():
    with pytest.raises(ValueError, match="anchor 'magnetism'"):
        modality_pairs(["crystal", "dos"], "anchored", "magnetism")


def _worker(rank, world, folder, contrast, pairing):
    dist.init_process_group("gloo", init_method=f"file://{folder}/rendezvous", rank=rank, world_size=world)
    torch.set_num_threads(1)
    raw, masks, material = make_batch(24, materials=15)
    mine = slice(rank * 24 // world, (rank + 1) * 24 // world)
    loss = make_loss(contrast, pairing, chunk=4)
    leaves, embeddings = used({n: r[mine] for n, r in raw.items()}, pairing)
    value = loss(embeddings, {n: m[mine] for n, m in masks.items()}, material[mine]).loss
    grads = gradients(loss, leaves, value)
    torch.save((value.detach(), grads), folder / f"{rank}.pt")
    dist.barrier()
    dist.destroy_process_group()


@pytest.mark.parametrize("world", [2, 4])
@pytest.mark.parametrize(("contrast", "pairing"), [("info_nce", "all_pairs"), ("siglip", "fused")])
def test_mean_over_processes_equals_one_process(world, contrast, pairing, tmp_path):
    os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
    arguments = (world, tmp_path, contrast, pairing)
    # Forked, since each spawned process would import torch anew.
    mp.start_processes(_worker, arguments, nprocs=world, start_method="fork")
    found = [torch.load(tmp_path / f"{r}.pt", weights_only=True) for r in range(world)]
    raw, masks, material = make_batch(24, materials=15)
    loss = make_loss(contrast, pairing)
    leaves, embeddings = used(raw, pairing)
    value = loss(embeddings, masks, material).loss
    grads = gradients(loss, leaves, value)
    assert sum(float(v) for v, _ in found) / world == pytest.approx(float(value.detach()), abs=1e-9)
    for name, grad in grads.items():
        parts = [g[name] for _, g in found]
        # DistributedDataParallel averages over processes: embeddings' rows are apart, parameters are shared.
        got = sum(parts) / world if name in ("scale", "bias") else torch.cat(parts) / world
        torch.testing.assert_close(got, grad, rtol=0, atol=1e-9, msg=lambda m, n=name: f"{n}: {m}")
