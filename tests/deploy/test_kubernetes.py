"""The Kubernetes manifests, as kustomize builds them: valid, closed, spread, and fitting together."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from grants.contracts import activities
from grants.contracts.activity import ActivityContract
from grants.contracts.queues import ROOMS
from runtime.http.health import health_router
from tests.deploy.files import K8S, built, secrets
from tests.deploy.processes import container_of

VERSION = "1.33"
"""The oldest Kubernetes the manifests are written for."""

Document = dict[str, Any]
PRODUCTION = built(K8S / "overlays" / "production")
DEPLOYMENTS = [one for one in PRODUCTION if one["kind"] == "Deployment"]
PODS = [one for one in PRODUCTION if one["kind"] in {"Deployment", "Job"}]


def name_of(document: Document) -> str:
    return f"{document['kind']}/{document['metadata']['name']}"


def of_kind(kind: str) -> dict[str, Document]:
    return {one["metadata"]["name"]: one for one in PRODUCTION if one["kind"] == kind}


def ports_of(document: Document) -> dict[str, int]:
    return {port["name"]: port["containerPort"] for port in container_of(document).get("ports", ())}


def env_of(document: Document) -> dict[str, str]:
    return {entry["name"]: entry.get("value", "") for entry in container_of(document).get("env", ())}


def labels_of(document: Document) -> dict[str, str]:
    found: dict[str, str] = document["spec"]["template"]["metadata"]["labels"]
    return found


def chosen(selector: Document) -> set[str]:
    """The Deployments and Jobs whose pods a selector takes."""

    def takes(labels: dict[str, str]) -> bool:
        equal = all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())
        return equal and all(labels.get(one["key"]) in one["values"] for one in selector.get("matchExpressions", ()))

    return {one["metadata"]["name"] for one in PODS if takes(labels_of(one))}


@pytest.fixture(scope="module")
def with_keda(tmp_path_factory: pytest.TempPathFactory) -> list[Document]:
    """The overlay with the optional component laid over it."""
    place = tmp_path_factory.mktemp("keda")
    (place / "kustomization.yaml").write_text(
        yaml.safe_dump(
            {
                "apiVersion": "kustomize.config.k8s.io/v1beta1",
                "kind": "Kustomization",
                "resources": [_way(place, K8S / "overlays" / "production")],
                "components": [_way(place, K8S / "components" / "keda")],
            }
        ),
        encoding="utf-8",
    )
    return built(place)


def _way(here: Path, to: Path) -> str:
    up = "../" * len(here.resolve().relative_to("/").parts)
    return f"{up}{to.resolve().relative_to('/')}"


@pytest.mark.parametrize("document", PRODUCTION, ids=name_of)
def test_every_manifest_is_valid_to_the_letter(document: Document) -> None:
    kubernetes_validate.validate(document, VERSION, strict=True)


def test_the_overlay_holds_everything_of_the_base() -> None:
    """So what is proven of the overlay is proven of the base."""
    assert {name_of(one).split("-platform-")[0] for one in built(K8S / "base")} <= {
        name_of(one).split("-platform-")[0] for one in PRODUCTION
    }


def test_a_misspelt_field_is_noticed() -> None:
    wrong = deepcopy(next(one for one in built(K8S / "base") if one["kind"] == "Deployment"))
    wrong["spec"]["replica"] = 2
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, VERSION, strict=True)


@pytest.mark.parametrize("document", PODS, ids=name_of)
def test_no_pod_has_more_rights_than_it_needs(document: Document) -> None:
    spec, container = document["spec"]["template"]["spec"], container_of(document)
    assert spec["automountServiceAccountToken"] is False
    assert spec["serviceAccountName"] in of_kind("ServiceAccount")
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["runAsUser"] >= 10_000
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    writable = {mount["mountPath"] for mount in container["volumeMounts"] if not mount.get("readOnly")}
    assert writable == {"/tmp"}  # noqa: S108 - the pod's own
    assert set(container["resources"]) == {"requests", "limits"}


@pytest.mark.parametrize("document", DEPLOYMENTS, ids=name_of)
def test_every_deployment_stands_on_several_machines_and_stops_in_its_own_time(document: Document) -> None:
    spec = document["spec"]["template"]["spec"]
    assert spec["terminationGracePeriodSeconds"] >= 60
    (spread,) = spec["topologySpreadConstraints"]
    assert spread["topologyKey"] == "kubernetes.io/hostname"
    assert spread["labelSelector"]["matchLabels"].items() <= labels_of(document).items()
    assert set(spread["matchLabelKeys"]) - {"pod-template-hash"} <= set(labels_of(document))


@pytest.mark.parametrize("document", DEPLOYMENTS, ids=name_of)
def test_at_least_two_copies_run_and_one_may_be_taken_away_at_a_time(document: Document) -> None:
    name = document["metadata"]["name"]
    scaled = {one["spec"]["scaleTargetRef"]["name"]: one for one in of_kind("HorizontalPodAutoscaler").values()}
    assert (name in scaled) != ("replicas" in document["spec"])  # two that set the number would fight
    copies = scaled[name]["spec"]["minReplicas"] if name in scaled else document["spec"]["replicas"]
    assert copies >= 2
    budgets = [
        one["spec"] for one in of_kind("PodDisruptionBudget").values() if chosen(one["spec"]["selector"]) == {name}
    ]
    assert [one["maxUnavailable"] for one in budgets] == [1]


@pytest.mark.parametrize("document", DEPLOYMENTS, ids=name_of)
def test_probes_ask_at_a_port_that_is_open_for_a_path_that_exists(document: Document) -> None:
    container, ports = container_of(document), ports_of(document)
    paths = {route.path for route in health_router({}).routes}
    asked = {kind: container[kind]["httpGet"] for kind in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert {one["path"] for one in asked.values()} <= paths
    assert asked["readinessProbe"]["path"] == "/health/ready"
    assert asked["livenessProbe"]["path"] == "/health/live"
    assert {one["port"] for one in asked.values()} == ({"http"} if "http" in ports else {"health"})


@pytest.mark.parametrize("document", DEPLOYMENTS, ids=name_of)
def test_a_port_is_the_one_the_process_was_told(document: Document) -> None:
    told = {int(value) for name, value in env_of(document).items() if name.endswith("_API_PORT")}
    ports = ports_of(document)
    assert ports["health"] == 8081
    assert {ports[name] for name in ports if name == "http"} == told


def test_every_service_leads_to_an_open_port_of_one_deployment_or_knowingly_nowhere() -> None:
    for name, service in of_kind("Service").items():
        if "selector" not in service["spec"]:
            assert name == "nowhere"
            continue
        (target,) = chosen({"matchLabels": service["spec"]["selector"]})
        (port,) = service["spec"]["ports"]
        assert port["port"] == ports_of(of_kind("Deployment")[target])[port["targetPort"]]
        assert target == name


def test_the_ingress_shows_the_pages_but_neither_metrics_nor_health() -> None:
    ((rule),) = of_kind("Ingress")["portal"]["spec"]["rules"]
    leads = {one["path"]: one["backend"]["service"]["name"] for one in rule["http"]["paths"]}
    assert leads == {"/": "portal", "/metrics": "nowhere", "/health": "nowhere"}
    services = of_kind("Service")
    for one in rule["http"]["paths"]:
        backend = one["backend"]["service"]
        assert backend["port"]["name"] in {port["name"] for port in services[backend["name"]]["spec"]["ports"]}


def test_nothing_may_speak_to_anything_that_is_not_named() -> None:
    denied = of_kind("NetworkPolicy")["deny-all"]["spec"]
    assert denied == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


@pytest.mark.parametrize(
    ("policy", "port", "who"),
    [
        ("rooms-database", 5432, {*(f"{r}-{s}" for r in ROOMS for s in ("api", "worker")), "migrate"}),
        ("rooms-and-workflows-bus", 4222, {*(f"{r}-{s}" for r in ROOMS for s in ("api", "worker")), "workflows"}),
        (
            "rooms-and-workflows-temporal",
            7233,
            {*(f"{r}-{s}" for r in ROOMS for s in ("api", "worker")), "workflows", "prepare-temporal"},
        ),
        ("doors-sign-in", 443, {*(f"{r}-api" for r in ROOMS), "portal"}),
        ("rooms-documents", 443, {f"{r}-{s}" for r in ("application", "audit") for s in ("api", "worker")}),
        (
            "rooms-and-workflows-payload-keys",
            443,
            {*(f"{r}-{s}" for r in ROOMS for s in ("api", "worker")), "workflows"},
        ),
        ("portal-to-rooms", 8000, {"portal"}),
    ],
)
def test_who_may_go_out_where(policy: str, port: int, who: set[str]) -> None:
    spec = of_kind("NetworkPolicy")[policy]["spec"]
    assert chosen(spec["podSelector"]) == who
    assert [one["port"] for rule in spec["egress"] for one in rule["ports"]] == [port]


@pytest.mark.parametrize(
    ("policy", "port", "to"),
    [("rooms-from-portal", 8000, {f"{r}-api" for r in ROOMS}), ("portal-from-ingress", 8080, {"portal"})],
)
def test_who_may_be_spoken_to(policy: str, port: int, to: set[str]) -> None:
    spec = of_kind("NetworkPolicy")[policy]["spec"]
    assert chosen(spec["podSelector"]) == to
    assert [one["port"] for rule in spec["ingress"] for one in rule["ports"]] == [port]
    assert {ports_of(of_kind("Deployment")[name])["http"] for name in to} == {port}


def test_every_secret_asked_for_has_its_shape_shown_and_none_is_shown_for_nobody() -> None:
    asked: set[str] = set()
    for pod in PODS:
        container = container_of(pod)
        volumes = pod["spec"]["template"]["spec"]["volumes"]
        asked |= {one["secret"]["secretName"] for one in volumes if "secret" in one}
        asked |= {one["secretRef"]["name"] for one in container.get("envFrom", ()) if "secretRef" in one}
        refs = [one["valueFrom"]["secretKeyRef"] for one in container.get("env", ()) if "valueFrom" in one]
        assert all(ref["key"] in secrets()[ref["name"]] for ref in refs)
        asked |= {ref["name"] for ref in refs}
    assert asked == set(secrets())
    assert not of_kind("Secret")


def test_every_room_is_scaled_by_the_backlog_of_its_own_queue(with_keda: list[Document]) -> None:
    config = next(one["data"] for one in with_keda if one["kind"] == "ConfigMap")
    scaled = [one["spec"] for one in with_keda if one["kind"] == "ScaledObject"]
    deployments = {one["metadata"]["name"]: one["spec"] for one in with_keda if one["kind"] == "Deployment"}
    queues = set()
    for spec in scaled:
        assert spec["minReplicaCount"] >= 2
        assert "replicas" not in deployments[spec["scaleTargetRef"]["name"]]
        ((trigger),) = spec["triggers"]
        assert trigger["type"] == "temporal"
        about = trigger["metadata"]
        assert about["endpoint"] == config["DESTEK_TEMPORAL_ADDRESS"]
        assert about["namespace"] == config["DESTEK_TEMPORAL_NAMESPACE"]
        assert spec["scaleTargetRef"]["name"] == f"{about['taskQueue']}-worker"
        queues.add(about["taskQueue"])
    assert queues == {one.queue for one in vars(activities).values() if isinstance(one, ActivityContract)}
