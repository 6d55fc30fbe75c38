extension PyTorchScript {
  /// The part of the script that is the same for every lesson.
  static let body = #"""
    # At the first iteration the two differ by roundings alone; a hundred updates let those grow.
    LOSS_TOLERANCE = 1e-5
    GRADIENT_TOLERANCE = 1e-5
    PARAMETER_TOLERANCE = 1e-3


    def read_tensors(name):
        """The tensors of a safetensors file: 8 bytes with the header's length, the header, the numbers."""
        content = bytearray((Path(__file__).resolve().parent / name).read_bytes())
        (length,) = struct.unpack_from("<Q", content)
        header = json.loads(content[8 : 8 + length])
        header.pop("__metadata__", None)
        tensors = {}
        for key, entry in header.items():
            dtype = {"F32": torch.float32, "I64": torch.int64}[entry["dtype"]]
            start, end = entry["data_offsets"]
            if start == end:
                tensors[key] = torch.empty(entry["shape"], dtype=dtype)
            else:
                count = (end - start) // dtype.itemsize
                flat = torch.frombuffer(content, dtype=dtype, count=count, offset=8 + length + start)
                tensors[key] = flat.reshape(entry["shape"]).clone()
        return tensors


    class Network(nn.Sequential):
        """nn.Sequential whose modules may look back: at the sample's tokens, and at what modules before them gave."""

        def steps(self, features):
            value, past = features, {"features": features}
            for module, name in zip(self, OUTPUTS):
                value = module(value, past) if getattr(module, "looks_back", False) else module(value)
                past[name] = value
                past[f"tokens of {name}"] = past.get("tokens")
                yield name, value

        def forward(self, features):
            for _, value in self.steps(features):
                pass
            return value


    def total_loss(model, outputs, targets):
        loss = training_loss(outputs, targets)
        for weight in (p for name, p in model.named_parameters() if PARAMETERS[name] in REGULARIZED):
            if L1:
                loss = loss + L1 * weight.abs().sum()
            if L2:
                loss = loss + L2 / 2 * weight.square().sum()
        return loss


    def train_step(model, optimizer, features, targets, iteration):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(iteration)
        optimizer.zero_grad()
        loss = total_loss(model, model(features), targets)
        loss.backward()
        if CLIP_VALUE:
            nn.utils.clip_grad_value_(model.parameters(), CLIP_VALUE)
        if CLIP_NORM:
            nn.utils.clip_grad_norm_(model.parameters(), CLIP_NORM)
        optimizer.step()
        return loss.item()


    def relative_difference(ours, expected):
        """The largest difference, divided by the largest entry."""
        if ours.shape != expected.shape:
            raise ValueError(f"shapes differ: {list(ours.shape)} and {list(expected.shape)}")
        if ours.numel() == 0:
            return 0.0
        difference = (ours - expected).abs().max().item()
        return 0.0 if difference == 0 else difference / max(expected.abs().max().item(), 1e-30)


    def masks_of(expected):
        """Backstep's dropout masks, a list for each iteration."""
        sizes = expected["order sizes"].tolist()
        columns = [expected[f"masks {name}"].split(sizes) for name in MASKS]
        return [[column[index] for column in columns] for index in range(len(sizes))]


    def use_masks(model, masks):
        """Lets each dropout use a mask of Backstep's; without any they draw their own."""
        modules = [module for module in model if isinstance(module, (nn.Dropout, nn.Dropout2d))]
        for module, mask in zip(modules, masks or [None] * len(modules)):
            module.mask = mask


    def compare_first_batch(model, data, expected):
        """The loss's relative difference, and one for each value and each gradient, by its name."""
        before = {key: tensor.clone() for key, tensor in model.state_dict().items()}
        batch = expected["batch"]
        values = {}
        use_masks(model, masks_of(expected)[0])
        for name, value in model.steps(data["train features"][batch]):
            values[name] = value
            if value.requires_grad:
                value.retain_grad()
        loss = total_loss(model, value, data["train targets"][batch])
        model.zero_grad()
        loss.backward()
        gradients = {PARAMETERS[key]: parameter.grad for key, parameter in model.named_parameters()}
        gradients |= {name: tensor.grad for name, tensor in values.items() if tensor.requires_grad}
        # A normalization's running statistics have followed this batch; training begins where they were.
        model.load_state_dict(before)
        return (
            relative_difference(loss.detach(), expected["value loss"]),
            {name: relative_difference(tensor.detach(), expected[f"value {name}"]) for name, tensor in values.items()},
            {name: relative_difference(tensor, expected[f"gradient {name}"]) for name, tensor in gradients.items()},
        )


    def train_on_same_batches(model, optimizer, data, expected):
        dtype = next(model.parameters()).dtype
        masks = masks_of(expected)
        for iteration, indices in enumerate(expected["order"].split(expected["order sizes"].tolist())):
            use_masks(model, masks[iteration])
            features, targets = data["train features"][indices].to(dtype), data["train targets"][indices]
            targets = targets.to(dtype) if targets.is_floating_point() else targets
            train_step(model, optimizer, features, targets, iteration)
        use_masks(model, [])
        return {name: model.state_dict()[key].clone() for key, name in PARAMETERS.items()}


    def compare_training(model, optimizer, data, expected):
        """Trains on the same batches; the relative difference of each parameter afterwards, by its name. And how far
        PyTorch in single precision is then from PyTorch in double precision: where that is much, the run magnifies
        every rounding, and no two programs can agree."""
        exact_model = make_model()
        exact_model.load_state_dict(model.state_dict())
        exact_model = exact_model.double()
        exact = train_on_same_batches(exact_model, make_optimizer(exact_model), data, expected)
        single = train_on_same_batches(model, optimizer, data, expected)
        ours = {name: expected[f"after {key}"] for key, name in PARAMETERS.items()}
        differences = {name: relative_difference(tensor, ours[name]) for name, tensor in single.items()}
        return differences, max(relative_difference(single[name].double(), exact[name]) for name in exact)


    def score(model, features, targets):
        """Data loss, and accuracy or R²."""
        model.eval()
        with torch.no_grad():
            outputs = model(features)
            loss = data_loss(outputs, targets).item()
        model.train()
        if OUTPUT == "number":
            spread = (targets - targets.mean()).square().sum()
            return loss, 1 - ((outputs - targets).square().sum() / spread).item()
        if OUTPUT == "logits":
            right = (outputs.argmax(dim=-1) == targets)[targets >= 0]
        else:
            right = (outputs > (0 if OUTPUT == "logit" else 0.5)) == (targets > 0.5)
        return loss, right.float().mean().item()


    def go_on_training(model, optimizer, data, expected, epochs):
        metric = "R²" if OUTPUT == "number" else "accuracy"
        parts = [part for part in ("train", "test") if len(data[f"{part} features"])]
        print("epoch " + "".join(f"{part + ' loss':>14}{part + ' ' + metric:>16}" for part in parts))
        count = len(data["train features"])
        iteration = len(expected["order sizes"])
        for epoch in range(1, epochs + 1):
            order = torch.randperm(count) if SHUFFLES else torch.arange(count)
            for indices in order.split(BATCH_SIZE):
                features, targets = data["train features"][indices], data["train targets"][indices]
                train_step(model, optimizer, features, targets, iteration)
                iteration += 1
            scores = [score(model, data[f"{part} features"], data[f"{part} targets"]) for part in parts]
            print(f"{epoch:5} " + "".join(f"{loss:14.6f}{value:16.4f}" for loss, value in scores))


    def main():
        parser = argparse.ArgumentParser(description="Compares PyTorch with Backstep, then goes on training.")
        parser.add_argument("--check", action="store_true", help="print one line of JSON; exit 1 out of tolerance")
        parser.add_argument("--epochs", type=int, default=10, help="how long to go on training (10)")
        arguments = parser.parse_args()

        torch.manual_seed(1)
        data, expected = read_tensors("data.safetensors"), read_tensors("expected.safetensors")
        model = make_model()
        model.load_state_dict(read_tensors("weights.safetensors"))
        optimizer = make_optimizer(model)
        loss, values, gradients = compare_first_batch(model, data, expected)
        parameters, rounding = compare_training(model, optimizer, data, expected)
        iterations = len(expected["order sizes"])
        worst_gradient = max(gradients, key=gradients.get)
        worst_parameter = max(parameters.values())
        agrees = (
            loss <= LOSS_TOLERANCE
            and gradients[worst_gradient] <= GRADIENT_TOLERANCE
            and worst_parameter <= PARAMETER_TOLERANCE
        )
        if arguments.check:
            answer = {
                "loss_difference": loss,
                "worst_gradient": {"name": worst_gradient, "relative": gradients[worst_gradient]},
                "worst_parameter_after": {"iterations": iterations, "relative": worst_parameter},
                "pytorch_single_from_double": rounding,
            }
            print(json.dumps(answer))
            return 0 if agrees else 1
        print(model)
        print("\nDifferences between PyTorch and Backstep, relative to the largest entry of each tensor:")
        print(f"  loss of the first batch            {loss:8.1e}")
        for name, difference in values.items():
            print(f"  {name:34} {difference:8.1e}")
        for name, difference in gradients.items():
            print(f"  gradient of {name:22} {difference:8.1e}")
        for name, difference in parameters.items():
            print(f"  {name + f' after {iterations} iterations':34} {difference:8.1e}")
        print(f"They {'agree' if agrees else 'do NOT agree'} within {GRADIENT_TOLERANCE:.0e}", end="")
        print(f" at first and {PARAMETER_TOLERANCE:.0e} after {iterations} iterations.")
        print(f"PyTorch in single precision is then {rounding:.1e} from PyTorch in double precision.")
        if worst_parameter > PARAMETER_TOLERANCE and worst_parameter < 10 * rounding:
            print("So this run magnifies every rounding; with a smaller learning rate the two can be compared.")
        print()
        go_on_training(model, optimizer, data, expected, arguments.epochs)
        return 0 if agrees else 1


    if __name__ == "__main__":
        sys.exit(main())

    """#
}
