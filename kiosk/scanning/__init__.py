"""How a code becomes text: keys of a wedge scanner and frames of a camera, always on, on every screen."""
