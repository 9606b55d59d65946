//! What upstream documents, and how that changes.

use proptest::sample::Index;
use upstream::{Depth, Field, Structure, Type};

/// All that upstream documents, and what it did document once.
#[derive(Debug, Clone)]
pub(crate) struct World {
    pub(crate) kinds: Vec<Kind>,
    pub(crate) objects: Vec<Object>,
    /// What the names start with that are given, so that histories can stand
    /// in one description.
    pub(crate) prefix: String,
    /// How many names were given.
    names: usize,
}

#[derive(Debug, Clone)]
pub(crate) struct Kind {
    pub(crate) name: String,
    pub(crate) structure: String,
    pub(crate) depth: Depth,
    pub(crate) successors: Vec<String>,
    pub(crate) is_listed: bool,
    pub(crate) fields: Vec<Listed>,
}

#[derive(Debug, Clone)]
pub(crate) struct Object {
    /// Its first name.
    pub(crate) key: String,
    pub(crate) structure: String,
    pub(crate) fields: Vec<Listed>,
    /// The fields that it had when its page was saved last, if it was.
    saved: Option<Vec<String>>,
    /// Whether it gets another name, if it has the same fields as before.
    is_to_be_renamed: bool,
}

/// A field, which keeps its place while it is gone.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub(crate) field: Field,
    pub(crate) is_listed: bool,
}

/// A change, drawn at random: what changes, which one, and to what.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change {
    pub(crate) what: u8,
    pub(crate) which: Index,
    pub(crate) how: Index,
    /// Whether structures of kinds may get other names: some pages do not show
    /// them.
    pub(crate) shows_structures: bool,
}

const SCALARS: [Type; 6] =
    [Type::Number, Type::Decimal, Type::String, Type::Boolean, Type::Date, Type::Timestamp];

impl World {
    /// Three kinds, of which two share their values, and one holds an object.
    pub(crate) fn new(prefix: &str) -> Self {
        let prefix = prefix.to_owned();
        let mut world = Self { kinds: Vec::new(), objects: Vec::new(), prefix, names: 0 };
        for _ in 0..3 {
            let kind = world.new_kind();
            world.kinds.push(kind);
        }
        for kind in 0..2 {
            let values = ["OPEN", "SHUT", "AJAR"].map(str::to_owned).to_vec();
            let field = Field { values: Some(values), ..world.new_field(Type::String) };
            world.kinds[kind].fields.push(Listed { field, is_listed: true });
        }
        world.new_object(2);
        world.save();
        world
    }

    fn name(&mut self) -> String {
        self.names += 1;
        self.prefix.clone() + &letters(self.names)
    }

    fn new_field(&mut self, ty: Type) -> Field {
        let name = format!("field_{}", self.name());
        let prose = "Something".to_owned();
        Field { name, ty, optional: Some(false), values: None, prose, place: None }
    }

    fn new_kind(&mut self) -> Kind {
        let name = format!("kind_{}", self.name());
        let structure = format!("{}Callback", codegen::pascal(&name));
        let fields = [Type::Number, Type::Boolean]
            .map(|ty| Listed { field: self.new_field(ty), is_listed: true });
        let (depth, successors) = (Depth::Flat, Vec::new());
        Kind { name, structure, depth, successors, is_listed: true, fields: fields.to_vec() }
    }

    /// Gives a kind a field that holds an object, which is new.
    fn new_object(&mut self, kind: usize) {
        let structure = format!("Thing{}Info", codegen::pascal(&self.name()));
        let fields = [Type::String, Type::Decimal]
            .map(|ty| Listed { field: self.new_field(ty), is_listed: true });
        let ty = Type::List(Box::new(Type::Structure(structure.clone())));
        let field = self.new_field(ty);
        self.kinds[kind].fields.push(Listed { field, is_listed: true });
        self.objects.push(Object {
            key: structure.clone(),
            structure,
            fields: fields.to_vec(),
            saved: None,
            is_to_be_renamed: false,
        });
    }

    /// The fields of some kind or object.
    fn fields(&mut self, which: Index) -> &mut Vec<Listed> {
        let index = which.index(self.kinds.len() + self.objects.len());
        let kinds = self.kinds.len();
        if index < kinds {
            &mut self.kinds[index].fields
        } else {
            &mut self.objects[index - kinds].fields
        }
    }

    /// The values of some field that has any.
    fn values(&mut self, which: Index) -> &mut Vec<String> {
        let of_kinds = self.kinds.iter_mut().map(|kind| &mut kind.fields);
        let of_objects = self.objects.iter_mut().map(|object| &mut object.fields);
        let fields = of_kinds.chain(of_objects).flatten();
        let mut values: Vec<_> = fields.filter_map(|it| it.field.values.as_mut()).collect();
        values.swap_remove(which.index(values.len()))
    }

    /// Makes a change, if it is possible.
    pub(crate) fn change(&mut self, Change { what, which, how, shows_structures }: Change) {
        let kind = which.index(self.kinds.len());
        match what % 17 {
            0 => {
                let new = self.new_kind();
                self.kinds.insert(how.index(self.kinds.len() + 1), new);
            }
            1 => {
                let listed = self.kinds.iter().filter(|kind| kind.is_listed).count();
                self.kinds[kind].is_listed &= listed < 2;
            }
            2 => self.kinds[kind].is_listed = true,
            3 => {
                let drawn = how.index(2 * SCALARS.len());
                let mut field = self.new_field(SCALARS[drawn / 2].clone());
                field.optional = Some(drawn % 2 > 0);
                let fields = self.fields(which);
                fields.insert(how.index(fields.len() + 1), Listed { field, is_listed: true });
            }
            4 => {
                let last = ["AJAR", "LOST", "SOLD"][how.index(3)];
                let values = ["OPEN", "SHUT", last].map(str::to_owned).to_vec();
                let field = Field { values: Some(values), ..self.new_field(Type::String) };
                self.fields(which).push(Listed { field, is_listed: true });
            }
            5 => self.new_object(kind),
            6 => {
                let fields = self.fields(which);
                let listed = fields.iter().filter(|field| field.is_listed).count();
                let index = how.index(fields.len());
                fields[index].is_listed &= listed < 2;
            }
            7 => self.fields(which).iter_mut().for_each(|field| field.is_listed = true),
            8 => {
                let field = Self::some(self.fields(which), how);
                if SCALARS.contains(&field.ty) && field.values.is_none() {
                    let now = SCALARS.iter().position(|ty| *ty == field.ty).unwrap();
                    field.ty = SCALARS[(now + 1) % SCALARS.len()].clone();
                }
            }
            9 => {
                let field = Self::some(self.fields(which), how);
                field.optional = Some(field.optional == Some(false));
            }
            10 => {
                let value = self.name().to_uppercase();
                let values = self.values(which);
                values.insert(how.index(values.len() + 1), value);
            }
            11 => {
                let values = self.values(which);
                if values.len() > 2 {
                    values.remove(how.index(values.len()));
                }
            }
            12 if shows_structures => {
                let structure = format!("{}Other", self.kinds[kind].structure);
                self.kinds[kind].structure = structure;
            }
            13 => {
                let depths = [Depth::Flat, Depth::Object, Depth::List];
                self.kinds[kind].depth = depths[how.index(3)];
            }
            14 => {
                let later: Vec<String> = self.kinds[kind + 1..]
                    .iter()
                    .filter(|it| it.is_listed)
                    .map(|it| it.name.clone())
                    .collect();
                let successors = &mut self.kinds[kind].successors;
                *successors = later.into_iter().take(1).filter(|_| successors.is_empty()).collect();
            }
            15 => {
                let index = how.index(self.objects.len());
                self.objects[index].is_to_be_renamed = true;
            }
            16 => {
                for value in self.values(which) {
                    let is_upper = value.chars().all(|letter| letter.is_ascii_uppercase());
                    *value = if is_upper { value.to_lowercase() } else { value.to_uppercase() };
                }
            }
            _ => {}
        }
    }

    /// Gives new names to objects that changed in nothing else since their
    /// pages were saved, and saves them again.
    pub(crate) fn save(&mut self) {
        let held: Vec<String> = self.held().map(|object| object.key.clone()).collect();
        for object in &mut self.objects {
            let is_held = held.contains(&object.key);
            let fields: Vec<String> = shown(&object.fields).map(|it| it.name.clone()).collect();
            let is_same = object.saved.as_ref() == Some(&fields);
            if std::mem::take(&mut object.is_to_be_renamed) && is_held && is_same {
                let old = object.structure.clone();
                object.structure.push_str("Type");
                let fields = self.kinds.iter_mut().flat_map(|kind| &mut kind.fields);
                for Listed { field, .. } in fields {
                    if field.ty.structure() == Some(&old) {
                        let new = Type::Structure(object.structure.clone());
                        field.ty = Type::List(Box::new(new));
                    }
                }
            }
            if is_held {
                object.saved = Some(fields);
            }
        }
    }

    fn some(fields: &mut [Listed], which: Index) -> &mut Field {
        let index = which.index(fields.len());
        &mut fields[index].field
    }

    /// The kinds that upstream lists.
    pub(crate) fn listed(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.iter().filter(|kind| kind.is_listed)
    }

    /// The objects that are in payloads of these.
    pub(crate) fn held(&self) -> impl Iterator<Item = &Object> {
        let is_held = |object: &&Object| {
            let fields = self.listed().flat_map(|kind| shown(&kind.fields));
            let mut held = fields.filter_map(|field| field.ty.structure());
            held.any(|name| name == object.structure)
        };
        self.objects.iter().filter(is_held)
    }

    /// Every page of upstream.
    pub(crate) fn structures(&self) -> Vec<Structure> {
        let envelope = [
            ("callback_id", Type::Number),
            ("type", Type::String),
            ("account_id", Type::Number),
            ("hash", Type::String),
        ];
        let field = |name: &str, ty| Field {
            name: name.to_owned(),
            ty,
            optional: Some(false),
            values: None,
            prose: "Something".to_owned(),
            place: None,
        };
        let mut root: Vec<Field> = envelope.map(|(name, ty)| field(name, ty)).to_vec();
        let mut others = Vec::new();
        for kind in self.listed() {
            let mut of_root = field(&kind.name, Type::Structure(kind.structure.clone()));
            of_root.optional = Some(true);
            if let [successor] = &kind.successors[..] {
                of_root.prose = format!("Deprecated, see {successor}");
            }
            root.push(of_root);
            let inner = format!("{}Item", kind.structure);
            let ty = match kind.depth {
                Depth::Flat => {
                    others.push(structure(&kind.structure, shown(&kind.fields).cloned()));
                    continue;
                }
                Depth::Object => Type::Structure(inner.clone()),
                Depth::List => Type::List(Box::new(Type::Structure(inner.clone()))),
            };
            others.push(structure(&kind.structure, [field(&kind.name, ty)]));
            others.push(structure(&inner, shown(&kind.fields).cloned()));
        }
        others.extend(self.held().map(|of| structure(&of.structure, shown(&of.fields).cloned())));
        let mut structures = vec![structure("AccountCallback", root)];
        structures.extend(others);
        for field in structures.iter_mut().flat_map(|structure| &mut structure.fields) {
            if let Some(values) = &field.values {
                let values: Vec<String> = values.iter().map(|value| format!("'{value}'")).collect();
                field.prose = format!("Something. The possible values are {}.", values.join(", "));
            }
        }
        structures
    }
}

/// A number as two letters.
pub(crate) fn letters(number: usize) -> String {
    let letter = |index: usize| char::from(b'a' + u8::try_from(index % 26).unwrap());
    [letter(number / 26), letter(number)].iter().collect()
}

pub(crate) fn shown(fields: &[Listed]) -> impl Iterator<Item = &Field> {
    fields.iter().filter(|field| field.is_listed).map(|field| &field.field)
}

fn structure(name: &str, fields: impl IntoIterator<Item = Field>) -> Structure {
    Structure { name: name.to_owned(), fields: fields.into_iter().collect(), place: None }
}
